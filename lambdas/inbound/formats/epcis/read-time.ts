import { offsetInstant } from '../../../contracts/index.ts';

const OFFSET = /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/;
const MOST_CHARACTERS = 40;

/** Whether it is an instant with an offset of our times: what comes from before the epoch, or from another century, is a slip of the sender. */
export function isInstant(sent: string | undefined): sent is string {
  if (sent === undefined || sent.length > MOST_CHARACTERS) return false;
  return /^(19[7-9]|20)/.test(sent) && offsetInstant.safeParse(sent).success;
}

/**
 * The instant as the clocks showed it where it happened: EPCIS sends times in any zone, UTC often, and the offset of the place beside it. Without a valid offset it stays as
 * it was sent.
 */
export function atOffset(sent: string, offset: string | undefined): string {
  if (offset === undefined || sent.endsWith(offset) || !OFFSET.test(offset)) return sent;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  const local = new Date(Date.parse(sent) + (offset.startsWith('-') ? -minutes : minutes) * 60_000).toISOString();
  return `${local.slice(0, local.endsWith('.000Z') ? -5 : -1)}${offset}`;
}

export function isOffset(sent: string | undefined): boolean {
  return OFFSET.test(sent ?? '');
}
