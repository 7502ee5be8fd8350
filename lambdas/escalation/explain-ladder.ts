import type { Explanation } from '../contracts/api/answers.ts';
import { personName } from '../contracts/index.ts';
import type { Case, EscalationStep, Notice, PolicyPack } from '../contracts/index.ts';
import { pausedClocks } from '../case/clocks.ts';
import { ladderOf } from '../case/ladder.ts';
import { leavesCallsToIncident } from '../incident/membership.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { ladderDueAt } from './ladder-due.ts';
import { inTurn, targetsOf, turnOf, whyNot } from './step-targets.ts';

type Ladder = Explanation['ladder'];
type Step = Ladder['steps'][number];

/** The ladder as it stands now: what was called in this round, what comes next and when, and what does not apply. */
export function explainLadder(record: Case, notices: readonly Notice[], pack: PolicyPack, at: string): Ladder {
  const policy = ladderOf(record, pack);
  const { round, nextStep } = record.escalation;
  const waitsFor = whatItWaitsFor(record, pack, at);
  const called = new Set(
    notices.filter((notice) => notice.purpose === 'call' && notice.round === round).map(({ step }) => step),
  );
  const next = turnOf(record, policy.steps, pack);
  const due = waitsFor === undefined ? { dueAt: ladderDueAt(record, policy, pack, at, notices) } : {};
  const steps = policy.steps.map((step, index): Step => {
    const { id, title, channels } = step;
    const { people, skipped } = targetsOf(record, step, pack, at);
    const said = { id, title, channels: [...channels], calls: [...inTurn(people, step, record)], why: [...skipped] };
    if (index < nextStep && called.has(index)) return { ...said, stands: 'called' };
    if (index === next) return { ...said, stands: 'next', ...due };
    const not = whyNot(record, step, pack);
    if (not !== undefined) return { ...said, calls: [], stands: 'passed_over', why: [not] };
    if (index < nextStep) return { ...said, calls: [], stands: 'passed_over', why: wentOn(step, said.why) };
    return { ...said, stands: 'later' };
  });
  return { id: policy.id, round, ...(waitsFor === undefined ? {} : { waitsFor }), steps };
}

/** Nobody of the step was there, or a step before it or a person has named a later one. */
function wentOn({ title }: EscalationStep, skipped: Step['why']): Step['why'] {
  return skipped.length > 0 ? skipped : [{ rule: 'went-on', text: `The ladder went on without ${title}.` }];
}

function whatItWaitsFor(record: Case, pack: PolicyPack, at: string): string | undefined {
  const { state, pause, snoozedUntil, incident } = record;
  if (state === 'acknowledged' || state === 'in_progress') return `${personName(record.acknowledgedBy, pack)} has it.`;
  if (state !== 'triaged') return `The case is ${state}.`;
  if (isSilenced(record)) return 'It came in during a maintenance window.';
  if (snoozedUntil !== undefined && Date.parse(snoozedUntil) > Date.parse(at))
    return `It is snoozed until ${snoozedUntil}.`;
  // Where only other clocks wait, people are called until somebody has it.
  if (pause !== undefined && pausedClocks(record.clocks).includes('acknowledge'))
    return `It waits for somebody outside until ${pause.until}.`;
  return incident !== undefined && leavesCallsToIncident(record)
    ? `Its incident ${incident.id} calls for it.`
    : undefined;
}
