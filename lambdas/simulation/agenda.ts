import type { FactSet, Happening, JournalEntry } from '../contracts/index.ts';
import type { CaseCommand } from '../case/command.ts';
import { commandIn } from './command-in.ts';
import type { PastCase } from './past-case.ts';

/** What came to a case from outside of the rules, in its order: these things stay as they were, and the rules are asked anew what follows. */
export type Outside = { readonly at: string; readonly entry: JournalEntry } & (
  | { readonly kind: 'facts'; readonly facts: readonly FactSet[] }
  | { readonly kind: 'command'; readonly command: CaseCommand }
  | { readonly kind: 'happened' }
);

/** What the rules decide by case, policy and time; a simulation decides it again. */
const DECIDED: ReadonlySet<Happening['what']> = new Set([
  'EscalationStepClaimed',
  'EscalationStepSkipped',
  'LadderRestarted',
  'AcknowledgementTimedOut',
  'ClockBreached',
  'ClockNoticed',
  'PlaybookStarted',
  'TasksLookedAt',
  'NextStepTimed',
  'NoticeFellBack',
  // A message is taken to arrive where nothing else is known; an execution that died is none of the policy's.
  'NoticeHandedOver',
  'LifecycleRestarted',
  // Which version decides is what a simulation is about.
  'PolicyMoved',
  'ActionGovernedAnew',
]);

/** Messages that follow from the case alone; the others follow from its actions and from shifts, which stay as they were. */
const IS_DECIDED_NOTICE: Readonly<Record<Extract<Happening, { what: 'NoticeClaimed' }>['purpose'], boolean>> = {
  call: true,
  raised: true,
  task_set: true,
  partner: true,
  customer_not_told: true,
  passed_on: true,
  resolved: true,
  withdrawn: true,
  merged: true,
  handover: false,
  approval: false,
  approval_expired: false,
  action_failed: false,
  by_hand: false,
};

/** What the playbook proposes a simulation proposes anew. Not what customers are told: to whom it goes is personal, and no part of a past case. That stays as it was, as what people propose does. */
export function isByPlaybook(happening: Happening, actor: JournalEntry['actor']): boolean {
  return happening.what === 'ActionProposed' && actor.id === 'playbook' && happening.type !== 'customer_message';
}

export function agendaOf({ entries, record }: PastCase): readonly Outside[] {
  const requests = new Set<string>();
  return entries.flatMap((entry): readonly Outside[] => {
    const { at, happening, actor, cause } = entry;
    if (actor.kind === 'person') {
      // What one request has done is one command.
      const together = entries.filter((other) => other.cause.id === cause.id && other.actor.kind === 'person');
      const command = commandIn(together.map((one) => one.happening));
      if (command === undefined) return [{ kind: 'happened', at, entry }];
      if (requests.has(cause.id)) return [];
      requests.add(cause.id);
      return [{ kind: 'command', at, entry, command }];
    }
    if (happening.what === 'CaseTriaged' || happening.what === 'SeverityChanged') {
      // What is at stake in an incident is known, and nobody is asked.
      return record.cause === undefined ? [{ kind: 'facts', at, entry, facts: happening.facts }] : [];
    }
    return isDecided(entry) ? [] : [{ kind: 'happened', at, entry }];
  });
}

function isDecided({ happening, actor }: JournalEntry): boolean {
  switch (happening.what) {
    case 'OwnerNamed':
    case 'ClocksResumed':
      return true;
    case 'NoticeClaimed':
      return IS_DECIDED_NOTICE[happening.purpose];
    case 'ActionProposed':
      return isByPlaybook(happening, actor);
    default:
      return DECIDED.has(happening.what);
  }
}
