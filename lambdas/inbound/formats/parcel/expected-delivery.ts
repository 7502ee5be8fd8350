import { draftOf } from '../draft.ts';
import { shown } from '../look-up.ts';
import type { Sender, SignalDraft } from '../translator.ts';
import type { History } from './history.ts';
import type { Parcel, Stamp } from './parcel.ts';

export interface Expected {
  readonly drafts: readonly SignalDraft[];
  readonly warnings: readonly string[];
}

/**
 * When it is expected, and whether that is later than was promised: only of a parcel that is still on its way to the receiver. An estimate may go back and forth, so each is said as of the
 * latest event; that it is too late is said once.
 */
export function expectedOf(parcel: Parcel, history: History, sender: Sender): Expected {
  const { estimated, promised } = parcel;
  const warnings = [estimated, promised].flatMap((stamp) =>
    stamp === undefined || stamp.sent === '' || stamp.read !== undefined
      ? []
      : [`${parcel.part}: "${shown(stamp.sent)}" is no time for a delivery; it was passed over`],
  );
  const isOnItsWay = history.deliveredAt === -Infinity && history.returnedAt === Infinity;
  if (estimated?.read === undefined || !isOnItsWay) return { drafts: [], warnings };
  const asOf = history.latest?.stamp.sent ?? '';
  const { references, lane, carrier } = parcel;
  const [{ issuer, value } = { issuer: '', value: '' }] = references;
  const about = { part: `${parcel.part}, estimated delivery`, references, lane, carrier };
  const milestone = { name: 'delivered', at: 'estimated' } as const;
  const eta = draftOf(
    { ...about, identity: [issuer, value, 'estimated', estimated.sent, asOf], time: estimated.read, milestone },
    sender,
  );
  // A failed attempt has made the new date, and is reported itself.
  if (promised?.read === undefined || history.hasFailed || !isLater(estimated, promised))
    return { drafts: [eta], warnings };
  const late = draftOf(
    {
      ...about,
      part: `${parcel.part}, promised delivery`,
      identity: [issuer, value, 'late', estimated.sent, promised.sent],
      time: history.latest?.stamp.read,
      trouble: 'transport.delay',
      milestone: { ...milestone, expectedAt: estimated.read.occurredAt },
      text: [`Expected ${said(estimated)}, promised for ${said(promised)}.`, parcel.whyLater ?? ''].join(' '),
    },
    sender,
  );
  return { drafts: [eta, late], warnings };
}

/** By the clock where both have one, else by the day. */
function isLater(estimated: Stamp, promised: Stamp): boolean {
  const [expected = '', agreed = ''] = [estimated.read?.occurredAt, promised.read?.occurredAt];
  if (estimated.hasClock && promised.hasClock) return Date.parse(expected) > Date.parse(agreed);
  return expected.slice(0, 10) > agreed.slice(0, 10);
}

function said({ read, hasClock }: Stamp): string {
  const at = read?.occurredAt ?? '';
  return hasClock ? at.slice(0, 16).replace('T', ' ') : at.slice(0, 10);
}
