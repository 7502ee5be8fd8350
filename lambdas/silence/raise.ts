import { deriveId } from '../contracts/index.ts';
import type { ProgressSignal, Signal } from '../contracts/index.ts';
import { milestoneKey } from './expectation.ts';
import type { Expectation } from './expectation.ts';

const TEXT = {
  no_report: 'Nobody has reported it.',
  missing_in_sequence: 'A later milestone was reported, and this one never was.',
} as const;

/** Trouble that nobody has reported: a milestone that was promised and not heard of. Its id follows from the promise, so raising it again changes nothing. */
export function missedMilestone({ plan, expectedAt, dueAt, why }: Expectation, at: string): Signal {
  const { milestone } = plan;
  return raised(plan, at, {
    id: deriveId(
      'sig',
      'missed-milestone',
      plan.source.id,
      JSON.stringify(plan.references),
      milestoneKey(plan),
      expectedAt,
    ),
    occurredAt: plan.occurredAt,
    milestone: { ...milestone, at: 'scheduled' },
    code: why,
    text: `${nameOf(plan)} was expected at ${plan.occurredAt} and, with its grace, by ${dueAt}. ${TEXT[why]}`,
  });
}

/** Two milestones whose reported times contradict the plan's order. It names no milestone of its own, so no report of one settles it. */
export function datesOutOfSequence(earlier: Expectation, later: Expectation, at: string): Signal {
  const { plan } = later;
  return raised(plan, at, {
    id: deriveId(
      'sig',
      'out-of-sequence',
      plan.source.id,
      JSON.stringify(plan.references),
      earlier.metAt ?? '',
      later.metAt ?? '',
    ),
    occurredAt: later.metAt ?? at,
    milestone: { name: 'other', at: 'actual' },
    code: 'date_out_of_sequence',
    text: `${nameOf(plan)} was reported for ${later.metAt ?? '?'}, before ${nameOf(earlier.plan).toLowerCase()} (${earlier.metAt ?? '?'}), which comes first in the plan.`,
  });
}

interface Raised {
  readonly id: string;
  readonly occurredAt: string;
  readonly milestone: ProgressSignal['milestone'];
  readonly code: string;
  readonly text: string;
}

function raised(plan: ProgressSignal, at: string, { id, occurredAt, milestone, code, text }: Raised): Signal {
  const { quantities: _quantities, amounts: _amounts, ...told } = plan;
  return {
    ...told,
    kind: 'exception',
    type: 'transport.milestone_missed',
    id,
    source: { id: plan.source.id, format: 'plan' },
    occurredAt,
    receivedAt: at,
    milestone,
    reason: { scheme: 'fairlead:plan', code, text: text.slice(0, 500) },
    text,
  };
}

function nameOf({ milestone, place }: ProgressSignal): string {
  const name = milestone.name.replaceAll('_', ' ');
  const where =
    place?.locality ??
    place?.name ??
    place?.code ??
    (milestone.stop === undefined ? undefined : `stop ${milestone.stop}`);
  const named = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return where === undefined ? named : `${named} at ${where}`;
}
