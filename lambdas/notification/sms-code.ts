import { createHmac } from 'node:crypto';

/** No vowels, so that it is no word; nothing that looks like something else on a small screen. */
const ALPHABET = 'BCDFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 6;
const CODE = new RegExp(`^[${ALPHABET}]{${String(LENGTH)}}$`, 'i');

/** What somebody types to answer about a case. It says nothing without the number that it was sent to. `turn`: another one, where the first is taken by another case. */
export function smsCode(caseId: string, person: string, turn: number, secret: string): string {
  const digest = createHmac('sha256', secret)
    .update(`fairlead-sms/1 ${caseId} ${person} ${String(turn)}`)
    .digest();
  return [...digest.subarray(0, LENGTH)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

export interface SmsReply {
  /** In capitals. */
  readonly code: string;
  /** What was said beside it. */
  readonly text: string;
}

/** Our own text says "Reply ACK K7QF2M #0D3E5961", and some send back all of it. */
const OURS = /^#[0-9a-f]{8}$/i;

/** `ack K7QF2M`, `K7QF2M ack`, `K7QF2M: driver is on the way`: the code is the first or the second word. */
export function readSmsReply(text: string): SmsReply | undefined {
  const words = text
    .trim()
    .replace(/^reply\s+/i, '')
    .split(/\s+/)
    .filter((word) => !OURS.test(word));
  const index = words.slice(0, 2).findIndex((word) => CODE.test(bare(word)));
  const code = words[index];
  if (code === undefined) return undefined;
  return { code: bare(code).toUpperCase(), text: words.toSpliced(index, 1).join(' ') };
}

function bare(word: string): string {
  return word.replaceAll(/^[("'#]+|[)"'.,:;!]+$/g, '');
}
