import { addDuration } from '../case/duration.ts';
import { transitionOf } from '../case/states.ts';
import type { Case, Happening, PolicyPack } from '../contracts/index.ts';
import { governAction } from '../actions/govern-action.ts';
import { stakesOf } from '../actions/make-action.ts';
import { joined } from '../incident/membership.ts';
import { decideSilenceEnd } from '../maintenance/decide-silence-end.ts';
import type { JournalEntry } from '../contracts/index.ts';

/**
 * What happened to the case from outside, as it is under another policy: what an entry holds of the policy (a window, clocks, who may approve) is said anew by this one.
 * Undefined where it cannot happen to the case as it is now.
 */
export function happenAgain(record: Case, entry: JournalEntry, pack: PolicyPack, at: string): Happening | undefined {
  const { happening } = entry;
  if (!transitionOf(record.state, happening.what).ok) return undefined;
  switch (happening.what) {
    case 'CaseResolved':
      return { ...happening, reopenUntil: addDuration(at, pack.types[record.type]?.reopenWindow ?? 'PT24H') };
    case 'SilenceEnded':
      // No silence stands any more.
      return decideSilenceEnd(record, [], pack, at);
    case 'CaseSilenced': {
      const { callsAnyway: _recorded, ...silenced } = happening;
      const { callsAnyway } = pack.silences;
      return { ...silenced, ...(callsAnyway.every((level) => level === 'S1') ? {} : { callsAnyway }) };
    }
    case 'JoinedIncident': {
      const { incidentId, cause, from } = happening;
      const rule = record.causes?.find(({ kind, value }) => kind === cause.kind && value === cause.value)?.rule;
      return rule === undefined ? happening : joined(incidentId, { ...cause, rule }, pack, from);
    }
    case 'LeftIncident':
    case 'IncidentAcknowledged':
      return record.incident === undefined ? undefined : happening;
    case 'ActionProposed': {
      const { type, undoes } = happening;
      const { amount, actor } = entry;
      const proposal = {
        type,
        isUndoing: undoes !== undefined,
        ...(amount === undefined ? {} : { amount }),
        ...stakesOf(record, type, pack),
      };
      return { ...happening, governance: governAction(proposal, actor, pack, at) };
    }
    default:
      return happening;
  }
}
