import { fedexEvent, fedexException } from './codes/fedex.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import { meaningInWords } from './words.ts';

export interface FedexStatus {
  readonly type: string | undefined;
  readonly exception: string | undefined;
  /** What stands beside the exception, or beside the event where there is none. */
  readonly words: string | undefined;
  /** `DELAYED`, `ON_TIME` and so on, and why. */
  readonly delay?: { readonly status?: string | undefined; readonly type?: string | undefined } | undefined;
}

/** Which troubles the reason of an exception makes more precise; the others already say what they are. */
const REFINED = new Set(['DE', 'SE', 'DY', 'DD']);

/** What an event of FedEx says. The reason makes an exception precise, or takes it back: "receiver asked for a later delivery". Damage is damage, also when delivered. */
export function fedexMeaning({ type = '', exception = '', words, delay }: FedexStatus): ParcelCode | undefined {
  const ofEvent = fedexEvent.get(type);
  const ofReason = fedexException.get(/^\d$/.test(exception) ? `0${exception}` : exception);
  if (REFINED.has(type)) return ofReason ?? meaningInWords(words) ?? ofEvent;
  if (ofReason?.trouble === 'cargo.damaged')
    return ofEvent?.milestone === 'delivered' ? codeOfKind('delivered_damaged', ofReason.meaning) : ofReason;
  // What clearance waits for says more than that it waits: somebody has the paper.
  if (ofEvent?.trouble === 'compliance.customs_hold') return asksForPapers(ofReason, words) ?? ofEvent;
  const isLate = delay?.status === 'DELAYED' && ofEvent?.trouble === undefined && ofEvent?.milestone !== 'delivered';
  if (isLate) return codeOfKind(delay.type === 'WEATHER' ? 'weather' : 'delayed', words ?? 'Delayed');
  return ofEvent;
}

function asksForPapers(ofReason: ParcelCode | undefined, words: string | undefined): ParcelCode | undefined {
  return [ofReason, meaningInWords(words)].find((one) => one?.trouble === 'compliance.document_missing');
}
