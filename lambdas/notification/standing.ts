import { personName } from '../contracts/index.ts';
import type { Action, Case, JournalEntry, Notice, Person, PolicyPack } from '../contracts/index.ts';
import { functionsIn } from './compose-action-message.ts';
import type { Standing } from './compose-message.ts';
import { resolvedLine } from './describe-end.ts';
import { localTime } from './say-time.ts';

/** Undefined while a call still stands as it was sent: nobody has the case, and nothing has ended. */
export function standingOf(record: Case, reader: Person, pack: PolicyPack): Standing | undefined {
  const since = (at: string | undefined): string => (at === undefined ? '' : ` since ${localTime(at, reader.zone)}`);
  const who = (id: string | undefined): string => personName(id, pack);
  switch (record.state) {
    case 'acknowledged':
    case 'in_progress':
      return { mark: '🟢', line: `${who(record.acknowledgedBy)} has it${since(record.acknowledgedAt)}.` };
    case 'resolved':
    case 'closed':
      return {
        mark: '✅',
        line: `${resolvedLine(record, pack)}${record.resolvedBy === undefined ? '' : ago(record.resolvedAt, reader)}.`,
      };
    case 'withdrawn':
      return { mark: '✅', line: 'It is withdrawn. Nobody has to do anything.' };
    case 'merged':
      return { mark: '✅', line: 'It goes on in another case. Nobody has to do anything here.' };
    case 'open':
    case 'triaged':
      return undefined;
  }
}

function ago(at: string | undefined, reader: Person): string {
  return at === undefined ? '' : `, ${localTime(at, reader.zone)}`;
}

/**
 * What a message that called somebody has to say now; undefined: what it says is still true. `givenOnAt`: when whoever had the case was last known to have
 * lost it; who was called before that is not called by that message any more.
 */
export function standingOfNotice(
  notice: Notice,
  record: Case,
  reader: Person,
  pack: PolicyPack,
  givenOnAt: string | undefined,
): Standing | undefined {
  const standing = standingOf(record, reader, pack);
  if (standing !== undefined) return standing;
  const isOld =
    notice.round !== record.escalation.round ||
    (givenOnAt !== undefined && notice.handedOverAt !== undefined && notice.handedOverAt <= givenOnAt);
  if (!isOld) return undefined;
  return { mark: '⚪', line: 'Nobody has it any more: whoever is to take it now is called anew.' };
}

/** What a message that asked for an agreement has to say now; undefined: it is still asked for. `askedAt`: when its reader was asked. */
export function standingOfProposal(
  action: Action,
  journal: readonly JournalEntry[],
  reader: Person,
  pack: PolicyPack,
  askedAt: string,
): Standing | undefined {
  if (action.state === 'awaiting_approval') return passedOn(action, journal, askedAt);
  const last = journal.findLast(
    ({ happening }) => DECIDES.has(happening.what) && 'actionId' in happening && happening.actionId === action.id,
  );
  const names = (ids: readonly string[]): string => ids.map((id) => personName(id, pack)).join(' and ');
  const nothing = action.system === 'mail' ? 'nothing was sent' : 'nothing was written';
  switch (last?.happening.what) {
    case 'ActionApproved': {
      const all = action.approvals.map(({ person }) => person);
      return {
        mark: '🟢',
        line: `${names(all)} ${all.length > 1 ? 'have' : 'has'} approved it${ago(last.at, reader)}.${action.state === 'compensated' ? ' It was taken back since.' : ''}`,
      };
    }
    case 'ActionRefused':
      return { mark: '⚪', line: `${names([last.actor.id])} has refused it${ago(last.at, reader)}: ${nothing}.` };
    case 'ActionExpired':
      return { mark: '⚪', line: `Nobody has decided in time: ${nothing}.` };
    default:
      return { mark: '⚪', line: 'It is not asked for any more. Nobody has to do anything.' };
  }
}

/** Others are asked since; whoever is among them has a message of their own for that. */
function passedOn(action: Action, journal: readonly JournalEntry[], askedAt: string): Standing | undefined {
  const isOld = journal.some(
    ({ at, happening }) => happening.what === 'ApprovalEscalated' && happening.actionId === action.id && at > askedAt,
  );
  return isOld
    ? { mark: '⚪', line: `Nobody had decided in time: it has gone to ${functionsIn(action.governance)}.` }
    : undefined;
}

const DECIDES: ReadonlySet<JournalEntry['happening']['what']> = new Set([
  'ActionApproved',
  'ActionRefused',
  'ActionExpired',
  'ActionSuperseded',
]);
