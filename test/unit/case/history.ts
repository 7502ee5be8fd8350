import type { Act } from '../../../lambdas/case/index.ts';
import { applyActs } from '../../../lambdas/case/index.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import type { Case, Happening, Owner, Severity, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

export const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
export const pack = defaultPack();

export const severityOf = (level: SeverityLevel): Severity => ({
  level,
  score: 50,
  reasons: [{ rule: 'test', text: 'because', points: 50 }],
  latches: [],
  scoredAt: '2026-03-02T08:05:02.000Z',
});
export const ownerOf = (team: string): Owner => ({
  function: 'customer_service',
  team,
  role: 'responder',
  person: 'maria',
  reasons: [],
  namedAt: '2026-03-02T08:05:02.000Z',
});

const PERSON = { kind: 'person', id: 'maria' } as const;
const SYSTEM = { kind: 'system', id: 'test' } as const;
export const by = (happening: Happening, more: Partial<Act> = {}): Act => ({
  happening,
  actor: SYSTEM,
  cause: { kind: 'command', id: 'r1' },
  ...more,
});
export const byPerson = (happening: Happening, more: Partial<Act> = {}): Act =>
  by(happening, { actor: PERSON, ...more });

/** A case that was not journalled yet. */
export const seedCase = (): Case => openCase({ version: 0, chainHash: '0'.repeat(64) });

const signal = (name: string): string => deriveId('sig', name);
export const opened: Happening = { what: 'CaseOpened', signalId: signal('first'), type: 'transport.delivery_failed' };

/** One act of each kind that a random history can draw; those that are not possible when their turn comes are left out. */
export const possibleActs: readonly ((record: Case, at: string) => Act)[] = [
  () => by({ what: 'SignalAttached', signalId: signal('more'), kind: 'exception' }),
  () => by({ what: 'SignalAttached', signalId: signal('mended'), kind: 'correction' }),
  () => by({ what: 'SignalRetracted', signalId: signal('first'), by: signal('back') }),
  (record, at) =>
    by(
      {
        what: 'CaseTriaged',
        facts: [],
        impact: { unknown: [] },
        severity: severityOf('S2'),
        owner: ownerOf('customer-service'),
        clocks: timeClocks(record, 'S2', pack, at),
      },
      { nextDueAt: at },
    ),
  (record, at) =>
    by({
      what: 'SeverityChanged',
      facts: [],
      impact: { unknown: ['erp'] },
      severity: severityOf('S1'),
      clocks: timeClocks(record, 'S1', pack, at),
    }),
  () => byPerson({ what: 'OwnerNamed', owner: ownerOf('logistics') }),
  (record) =>
    by({
      what: 'EscalationStepClaimed',
      step: record.escalation.nextStep,
      stepId: 'owner',
      round: record.escalation.round,
      level: record.escalation.level + 1,
      notices: [],
      skipped: [],
    }),
  (record) => by({ what: 'AcknowledgementTimedOut', round: record.escalation.round + 1 }),
  (_record, at) => byPerson({ what: 'CaseAcknowledged', via: 'api' }, { clock: 'acknowledge', nextDueAt: at }),
  () => byPerson({ what: 'WorkStarted', via: 'slack' }),
  () =>
    by({
      what: 'PlaybookStarted',
      playbook: {
        id: 'failed-delivery',
        tasks: [{ id: 'look', title: 'Look', function: 'logistics', dueAt: '2026-03-02T10:00:00.000Z', after: [] }],
      },
    }),
  () => byPerson({ what: 'TaskEnded', taskId: 'look', from: 'done', as: 'not_needed', via: 'api' }),
  () => byPerson({ what: 'TaskBlocked', taskId: 'look', from: 'open', via: 'api' }),
  () => byPerson({ what: 'TaskOpened', taskId: 'look', from: 'done', via: 'api' }),
  () => byPerson({ what: 'TaskChecked', taskId: 'look', checked: ['photos'], via: 'api' }),
  () => byPerson({ what: 'PersonalDataErased', entries: 1, signals: 1, reason: 'asked for' }),
  () => byPerson({ what: 'CaseHandedBack', why: 'assigned' }),
  () => byPerson({ what: 'EscalatedByHand', via: 'api' }),
  (_record, at) => byPerson({ what: 'CaseSnoozed', via: 'api', until: at }),
  () => byPerson({ what: 'SnoozeEnded', via: 'api' }),
  () => byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called the consignee' } }),
  (_record, at) => byPerson({ what: 'CaseResolved', via: 'api', resolution: 'redelivered', reopenUntil: at }),
  () => by({ what: 'CaseReopened', signalId: signal('again') }),
  () => by({ what: 'CaseClosed' }),
  () => by({ what: 'CaseWithdrawn', reason: 'taken back' }),
  (_record, at) => by({ what: 'ClockBreached', clock: 'resolve', dueAt: at }),
  (record) => by({ what: 'LifecycleRestarted', generation: record.escalation.generation + 1, reason: 'test' }),
];

/** Acts in a row over a case, a minute apart. */
export function applyAll(seed: Case, acts: readonly Act[]): ReturnType<typeof applyActs> {
  let salts = 0;
  let after = seed;
  const entries = acts.flatMap((act, position) => {
    const at = new Date(Date.parse(seed.openedAt) + position * 60_000).toISOString();
    const applied = applyActs(after, [act], { at, traceparent: TRACEPARENT, salt: () => `salt${(salts += 1)}` });
    after = applied.after;
    return applied.entries;
  });
  return { after, entries };
}
