import type { Explanation } from '../contracts/api/answers.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import { ladderOf } from '../case/ladder.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { ladderDueAt } from './ladder-due.ts';
import { inTurn, targetsOf, whyNot } from './step-targets.ts';

type Ladder = Explanation['ladder'];

/** The ladder as it stands now: what was called in this round, what comes next and when, and what does not apply. */
export function explainLadder(record: Case, notices: readonly Notice[], pack: PolicyPack, at: string): Ladder {
  const policy = ladderOf(record, pack);
  const waitsFor = whatItWaitsFor(record, at);
  const isOver = (index: number): boolean => index < record.escalation.nextStep;
  const notApplying = policy.steps.map((step) => whyNot(record, step, pack));
  const next = policy.steps.findIndex((_step, index) => !isOver(index) && notApplying[index] === undefined);
  const steps = policy.steps.map((step, index): Ladder['steps'][number] => {
    const { id, title, channels } = step;
    const not = notApplying[index];
    const { people, skipped } = targetsOf(record, step, pack, at);
    const said = { id, title, channels: [...channels], calls: [...inTurn(people, step, record)] };
    if (not !== undefined) return { ...said, calls: [], stands: 'passed_over', why: [not] };
    if (isOver(index)) return { ...said, stands: 'called', why: [...skipped] };
    if (index !== next) return { ...said, stands: 'later', why: [...skipped] };
    const due = waitsFor === undefined ? { dueAt: ladderDueAt(record, policy, pack, at, notices) } : {};
    return { ...said, stands: 'next', ...due, why: [...skipped] };
  });
  return { id: policy.id, round: record.escalation.round, ...(waitsFor === undefined ? {} : { waitsFor }), steps };
}

function whatItWaitsFor(record: Case, at: string): string | undefined {
  if (record.state === 'acknowledged' || record.state === 'in_progress')
    return `${record.acknowledgedBy ?? 'Somebody'} has it.`;
  if (record.state !== 'triaged') return `The case is ${record.state}.`;
  if (isSilenced(record)) return 'It came in during a maintenance window.';
  if (record.snoozedUntil !== undefined && Date.parse(record.snoozedUntil) > Date.parse(at))
    return `It is snoozed until ${record.snoozedUntil}.`;
  if (record.pause !== undefined) return `It waits for somebody outside until ${record.pause.until}.`;
  return record.incident === undefined || record.severity?.level === 'S1'
    ? undefined
    : `Its incident ${record.incident.id} calls for it.`;
}
