import type { Happening } from '../../lambdas/contracts/index.ts';
import type { Line } from './line.ts';

/** Whom a message is for: only what claimed it says. One that was claimed before this start has nobody. */
export type Readers = Map<string, string>;

/** What becomes of a message to somebody. Undefined: it is about something else. */
export function noticeLine(
  happening: Happening,
  readers: Readers,
  nameOf: (person: string) => string,
): (Omit<Line, 'text'> & { readonly said: string }) | undefined {
  if ('notices' in happening) for (const { noticeId, person } of happening.notices ?? []) readers.set(noticeId, person);
  if (!('noticeId' in happening && 'channel' in happening)) return undefined;
  const reader = readers.get(happening.noticeId);
  const message = reader === undefined ? happening.channel : `${happening.channel} to ${nameOf(reader)}`;
  const line = (colour: Line['colour'], became: string) => ({ label: 'notice', colour, said: `${message} ${became}` });
  switch (happening.what) {
    case 'NoticeHandedOver':
      return line('dim', `is handed over${happening.possiblyRepeated ? ' (possibly repeated)' : ''}`);
    case 'NoticeFailed':
      return line('red', `failed: ${happening.reason}`);
    case 'NoticeDelivered':
      return line('dim', 'has reached its reader');
    case 'NoticeUndelivered':
      return line('red', `${happening.delivery}: ${happening.reason}`);
    case 'NoticeSuppressed':
      return line('dim', `is not sent any more: ${happening.reason}`);
    default:
      return undefined;
  }
}
