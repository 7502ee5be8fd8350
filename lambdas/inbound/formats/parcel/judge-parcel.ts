import { draftOf } from '../draft.ts';
import { shown } from '../look-up.ts';
import type { Rejection, Sender, SignalDraft } from '../translator.ts';
import { expectedOf } from './expected-delivery.ts';
import { historyOf, isAfterReturn, isSettled, latestOf } from './history.ts';
import type { History } from './history.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';

export interface Judged {
  readonly drafts: readonly SignalDraft[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

/**
 * One signal for each event of a history, with its own time. Who polls sends the whole history again each time, so the id of an event follows from the parcel, the code
 * and the time that was sent, and from nothing that may change later. What the history itself has settled is no trouble any more.
 */
export function judgeParcel(parcel: Parcel, sender: Sender): Judged {
  const { part, pointer, references } = parcel;
  if (references[0] === undefined) {
    const detail = 'It names no parcel: there is no tracking number.';
    return { drafts: [], rejections: [{ part, pointer, detail, mend: 'Send the tracking number.' }], warnings: [] };
  }
  const all = withCurrent(parcel);
  const events = all.filter(isReadable);
  const history = historyOf(events);
  const expected = expectedOf(parcel, history, sender);
  const isEmpty = all.length === 0 && (parcel.rejections ?? []).length === 0 && expected.drafts.length === 0;
  return {
    drafts: [...events.map((event) => draftOfEvent(event, parcel, history, sender)), ...expected.drafts],
    rejections: [...(parcel.rejections ?? []), ...all.filter((event) => !isReadable(event)).map(withoutTime)],
    warnings: [
      ...(isEmpty ? [`${part}: nothing is told of it yet`] : []),
      ...events.flatMap(unknownCode),
      ...expected.warnings,
    ],
  };
}

/** What is said of the whole is news of its own where no event of the history tells it. It is as old as the latest event, and is said once for as long as it lasts. */
function withCurrent({ events, current }: Parcel): readonly ParcelEvent[] {
  if (current === undefined || (current.status ?? current.code) === '') return events;
  const { trouble, milestone, isReturn } = current.known ?? {};
  const isNews = trouble !== undefined || milestone === 'delivered';
  // An event that is refused tells nothing.
  const isTold = events
    .filter(isReadable)
    .some(({ known }) => known?.trouble === trouble && known?.isReturn === isReturn && known?.milestone === milestone);
  if (events.length > 0 && (!isNews || isTold)) return events;
  const read = current.stamp.read ?? latestOf(events)?.stamp.read;
  return [...events, { ...current, stamp: { ...current.stamp, read } }];
}

function isReadable({ stamp }: ParcelEvent): boolean {
  return stamp.sent === '' || stamp.read !== undefined;
}

function withoutTime({ part, stamp: { sent, pointer } }: ParcelEvent): Rejection {
  return {
    part,
    pointer,
    detail: `"${shown(sent)}" is no time.`,
    mend: 'Send the time of the event in the form that the carrier documents.',
  };
}

function unknownCode({ part, known, status, code }: ParcelEvent): readonly string[] {
  if (known !== undefined) return [];
  const words = [status, code].flatMap((word) => (word === undefined || word === '' ? [] : [`"${shown(word)}"`]));
  return [
    `${part}: ${words.length === 0 ? 'no code' : `the code ${words.join(' ')}`} is not known; it was read as progress`,
  ];
}

function draftOfEvent(event: ParcelEvent, parcel: Parcel, history: History, sender: Sender): SignalDraft {
  const { part, scheme, code, status, known, stamp, place, text } = event;
  const isOpen = known?.trouble !== undefined && !isSettled(event, history);
  const isDelivery = known?.milestone === 'delivered';
  const isHandedBack = isDelivery && isAfterReturn(event, history);
  return draftOf(
    {
      part,
      identity: [...numberOf(parcel), scheme, status ?? '', code, stamp.sent],
      references: parcel.references,
      time: stamp.read,
      trouble: isOpen ? known.trouble : undefined,
      milestone: isOpen ? undefined : { name: isHandedBack ? 'other' : (known?.milestone ?? 'other'), at: 'actual' },
      reason: { scheme, code, status, text: known?.meaning ?? text },
      place,
      lane: parcel.lane,
      carrier: parcel.carrier,
      // Who signed for it, or where it was left, is nobody's business but the carrier's.
      text: isDelivery ? undefined : text,
    },
    sender,
  );
}

export function numberOf({ references: [first] }: Parcel): readonly string[] {
  return first === undefined ? [] : [first.issuer, first.value];
}
