import type { Case, Notice, Person, PolicyPack } from '../contracts/index.ts';
import { localTime, personName } from './compose-message.ts';
import type { Standing } from './compose-message.ts';

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
      return { mark: '✅', line: `${who(record.resolvedBy)} has resolved it${ago(record.resolvedAt, reader)}.` };
    case 'withdrawn':
      return { mark: '✅', line: 'The sender has taken the report back. Nobody has to do anything.' };
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

/** What a message that called somebody has to say now; undefined: what it says is still true. */
export function standingOfNotice(notice: Notice, record: Case, reader: Person, pack: PolicyPack): Standing | undefined {
  const standing = standingOf(record, reader, pack);
  if (standing !== undefined) return standing;
  if (notice.round === record.escalation.round) return undefined;
  return { mark: '⚪', line: 'Nobody has it any more: whoever is on duty now is called anew.' };
}
