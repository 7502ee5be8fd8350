import { readReceipt } from '../inbound/read-receipt.ts';
import type { Receipt } from '../inbound/read-receipt.ts';

/** A mail to an address that one of our messages has named. */
export interface ReplyArrival extends Pick<Receipt, 'key' | 'at' | 'verdicts'> {
  /** Behind `reply+`; none is good before its signature was checked. */
  readonly token: string;
}

/** Sent to several such addresses it is about the first: nobody replies to two cases with the same words. */
export function readReplyEvent(text: string): ReplyArrival {
  const { recipients, key, at, verdicts } = readReceipt(text);
  const token = recipients
    .map((address) => /^reply\+([^@]{1,64})@/i.exec(address)?.[1])
    .find((one) => one !== undefined);
  return { key, at, token: token ?? '', verdicts };
}
