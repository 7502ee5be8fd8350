import { deriveId, readerIn } from '../contracts/index.ts';
import type {
  Case,
  ClockName,
  EscalationPolicy,
  EscalationStep,
  Notice,
  Person,
  PolicyPack,
} from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { hasReached } from '../case/decide-delivery.ts';
import { hasAgreed, ladderOf } from '../case/ladder.ts';
import { channelsAtOnce, claimsOf, newNotice, urgencyOf } from './notice-rules.ts';
import { inTurn, targetsOf } from './step-targets.ts';

export interface Called {
  readonly happening: Act['happening'];
  readonly notices: readonly Notice[];
}

/**
 * Whom a step calls now. A target with nobody on duty is passed over with the reason; a step that reaches nobody is skipped, and the last step of a
 * ladder that reached nobody calls the last owner of the pack, who always exists.
 */
export function callStep(
  record: Case,
  policy: EscalationPolicy,
  step: EscalationStep,
  pack: PolicyPack,
  at: string,
  incidentLead?: string,
): Called {
  const index = record.escalation.nextStep;
  const { round, repeats = 0 } = record.escalation;
  const found = targetsOf(record, step, pack, at, incidentLead);
  const isLastResort = found.people.length === 0 && index === policy.steps.length - 1;
  const people = isLastResort ? [pack.lastOwner] : inTurn(found.people, step, record);
  const skipped = isLastResort
    ? [...found.skipped, { rule: 'last-owner', text: 'Nobody is on duty: the last owner answers.' }]
    : found.skipped;
  const reached = people
    .map((id) => readerIn(pack, id))
    .filter((person) => person !== undefined)
    // Guard: who has acknowledged is not called again while others still have to.
    .filter(({ id }) => !hasAgreed(record, id, step.acknowledgements));
  const notices = reached.flatMap((person) => noticesTo(record, step, person, at));
  if (notices.length === 0) {
    return {
      happening: { what: 'EscalationStepSkipped', step: index, stepId: step.id, round, reasons: [...skipped] },
      notices: [],
    };
  }
  return {
    happening: {
      what: 'EscalationStepClaimed',
      step: index,
      stepId: step.id,
      round,
      ...nextOf(policy, step),
      ...(repeats < (step.repeat?.times ?? 0) ? { repeats: repeats + 1 } : {}),
      ...(step.acknowledgements > 1 ? { needs: step.acknowledgements } : {}),
      level: record.escalation.level + 1,
      notices: claimsOf(notices),
      skipped: [...skipped],
    },
    notices,
  };
}

function nextOf({ steps }: EscalationPolicy, { next }: EscalationStep): { readonly next?: number } {
  const index = next === undefined ? -1 : steps.findIndex(({ id }) => id === next);
  return index < 0 ? {} : { next: index };
}

function noticesTo(record: Case, step: EscalationStep, person: Person, at: string): readonly Notice[] {
  const { round, nextStep, repeats, level, callNow } = record.escalation;
  // Of a step that is called again each call has messages of its own.
  const which = repeats === undefined ? [round, nextStep] : [round, nextStep, `again ${String(repeats)}`];
  return channelsAtOnce(person, record.severity?.level, step.channels).map((channel) =>
    newNotice(record, at, {
      id: deriveId('ntc', record.id, 'call', ...which, person.id, channel),
      purpose: 'call',
      // Whatever step it is: those before it may have had nobody on duty.
      first: level === 0 || callNow === true,
      ...(repeats === undefined ? {} : { repeat: repeats }),
      person: person.id,
      channel,
    }),
  );
}

/** The last messages: to everybody who was called, over the channels that reached them. Their ids follow from the case, so they are claimed once. */
export function lastNotices(
  record: Case,
  told: readonly Notice[],
  purpose: 'resolved' | 'withdrawn' | 'merged',
  at: string,
): readonly Notice[] {
  return toThoseCalled(record, told, purpose, record.reopens, at);
}

/** To everybody who was called for an incident: how large it is by now. Once for each size. */
export function growthNotices(record: Case, told: readonly Notice[], children: number, at: string): readonly Notice[] {
  return toThoseCalled(record, told, 'grown', children, at);
}

/** To whoever has it, how a clock stands: once for each mark of it. Nobody has it: the ladder calls, and that says more. */
export function clockNotices(
  record: Case,
  about: { readonly clock: ClockName; readonly percent: number; readonly which: string },
  pack: PolicyPack,
  at: string,
): readonly Notice[] {
  const { clock, percent, which } = about;
  return toHolder(record, pack, { purpose: 'clock', clock, percent }, [clock, percent, which], at);
}

/** To whoever has the call now, those of the last step that reached anybody, how much of the time to take it is over; nobody who was called before them, or who has answered. */
export function remindersToCalled(
  record: Case,
  told: readonly Notice[],
  about: { readonly clock: ClockName; readonly percent: number; readonly which: string },
  pack: PolicyPack,
  at: string,
): readonly Notice[] {
  const { clock, percent, which } = about;
  const { round } = record.escalation;
  const calls = told.filter((notice) => notice.purpose === 'call' && notice.round === round && hasReached(notice));
  const last = Math.max(...calls.map(({ step }) => step));
  const called = new Set(calls.filter(({ step }) => step === last).map(({ person }) => person));
  const readers = pack.people.filter(({ id }) => called.has(id) && !hasAgreed(record, id));
  return readers.flatMap((person) =>
    toPerson(record, person, pack, { purpose: 'clock', clock, percent }, [clock, percent, which], at),
  );
}

/** To whoever has it: it has become more severe. Once for each time that it rose, and not to the one who has raised it. */
export function raisedNotices(record: Case, pack: PolicyPack, at: string): readonly Notice[] {
  const raised = record.severity?.raised;
  const level = record.severity?.level;
  if (raised === undefined || level === undefined || !pack.severity.tellWhenRaisedTo.includes(level)) return [];
  // Who has taken it later took it as it is.
  if (raised.by === record.acknowledgedBy || raised.at <= (record.acknowledgedAt ?? raised.at)) return [];
  return toHolder(record, pack, { purpose: 'raised' }, [level, raised.at], at);
}

/** To whoever has it: what a partner has answered, or that they were not reached. Who has taken it later saw it in the case. */
export function partnerNotices(record: Case, pack: PolicyPack, at: string): readonly Notice[] {
  const { partner, acknowledgedAt } = record;
  if (partner === undefined || partner.at <= (acknowledgedAt ?? partner.at)) return [];
  return toHolder(record, pack, { purpose: 'partner' }, [partner.linkId, partner.at], at);
}

/** To whoever has it: no message reaches the customer, so they have to tell them. Once for each reason; who has taken it since has read it in the call. */
export function customerNotices(record: Case, pack: PolicyPack, at: string): readonly Notice[] {
  const { customer, acknowledgedAt } = record;
  if (customer?.state !== 'not_told' || customer.at <= (acknowledgedAt ?? customer.at)) return [];
  return toHolder(record, pack, { purpose: 'customer_not_told' }, [customer.at], at);
}

function toHolder(
  record: Case,
  pack: PolicyPack,
  about: Pick<Notice, 'purpose' | 'clock' | 'percent'>,
  which: readonly (string | number)[],
  at: string,
): readonly Notice[] {
  const holder = pack.people.find(({ id }) => id === record.acknowledgedBy);
  const isHeld = record.state === 'acknowledged' || record.state === 'in_progress';
  return holder === undefined || !isHeld ? [] : toPerson(record, holder, pack, about, which, at);
}

export function toPerson(
  record: Case,
  person: Person,
  pack: PolicyPack,
  about: Pick<Notice, 'purpose' | 'clock' | 'percent' | 'taskIds'>,
  which: readonly (string | number)[],
  at: string,
): readonly Notice[] {
  const wanted = ladderOf(record, pack).steps[0]?.channels ?? [];
  const channels = channelsAtOnce(person, urgencyOf(about, record), wanted);
  return channels.slice(0, comesByOne(about) ? 1 : channels.length).map((channel) => {
    const id = deriveId('ntc', record.id, about.purpose, ...which, person.id, channel);
    return newNotice(record, at, { ...about, id, person: person.id, channel });
  });
}

/** What is said in good time, of tasks, and of what others have now, comes by one channel, that which is first; another one is tried only where it fails. */
function comesByOne({ purpose, percent = 100 }: Pick<Notice, 'purpose' | 'percent'>): boolean {
  return ['task_late', 'task_set', 'passed_on'].includes(purpose) || (percent > 0 && percent < 100);
}

function toThoseCalled(
  record: Case,
  told: readonly Notice[],
  purpose: Notice['purpose'],
  which: number,
  at: string,
): readonly Notice[] {
  const reached = new Map<string, Notice>();
  for (const notice of told) {
    if (notice.purpose === 'call' && hasReached(notice)) reached.set(`${notice.person} ${notice.channel}`, notice);
  }
  return [...reached.values()].map(({ person, channel }) =>
    newNotice(record, at, {
      id: deriveId('ntc', record.id, purpose, which, person, channel),
      purpose,
      person,
      channel,
    }),
  );
}
