import { upsCode, upsStatus, upsType } from './codes/ups.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import { meaningInWords } from './words.ts';

export interface UpsStatus {
  /** `X`, `D`, `I` and so on. */
  readonly type: string | undefined;
  /** Two letters or digits. */
  readonly code: string | undefined;
  /** Three digits, in newer interfaces. */
  readonly simplified?: string | undefined;
  readonly description: string | undefined;
}

/** Statuses that say that it is late or that somebody has to act, but not why. */
const VAGUE = new Set(['029', '046', '047', '048', '049']);

/**
 * What an activity of UPS says. The simplified status says most, but only of what its type calls an exception or a delivery: in samples of UPS it lags behind. An exception is told by its
 * code, else by the words of UPS: there are hundreds of codes, and no public list has them all. What stays unknown is no trouble.
 */
export function upsMeaning({ type, code, simplified, description }: UpsStatus): ParcelCode | undefined {
  const isException = type === 'X' || code === 'X';
  const ofCode = upsCode.get(code ?? '');
  const ofStatus = upsStatus.get(simplified ?? '');
  const inWords = meaningInWords(description);
  if (isException) {
    if (ofCode !== undefined) return ofCode;
    if (VAGUE.has(simplified ?? '')) return inWords?.trouble === undefined ? ofStatus : inWords;
    return ofStatus?.trouble !== undefined ? ofStatus : (inWords ?? ofStatus);
  }
  if (ofStatus?.trouble !== undefined) return ofStatus;
  if (type === 'D' && inWords?.isReturn === true) return inWords;
  if (type === 'D' && inWords?.trouble === 'cargo.damaged') return codeOfKind('delivered_damaged', inWords.meaning);
  if (type === 'D' && ofStatus !== undefined) return ofStatus;
  if (/^out for delivery/i.test(description ?? '')) return upsType.get('O');
  // "Internal activity" says nothing: the type does.
  const ofType = type === undefined ? ofStatus : upsType.get(type);
  return ofCode?.milestone === 'other' ? (ofType ?? ofCode) : (ofCode ?? ofType);
}
