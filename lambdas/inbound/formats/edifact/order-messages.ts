import { draftOf } from '../draft.ts';
import type { Report } from '../draft.ts';
import { distinctReferences, referenceTo } from '../references.ts';
import { discrepancy } from './codes/discrepancy.ts';
import { amountOf, inOneUnit, joinAlike, linesOf, quantitiesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { firstOf, isLater, latestOf, timesIn } from './read-time.ts';
import type { EdiTime, Times } from './read-time.ts';
import { beginningOf, groupsOf, noSubject, partnerIn, referencesOr } from './reader.ts';
import type { Reader } from './reader.ts';
import { remarksIn } from './references.ts';

/** What a line, or a whole message, says that is not as it should be. */
interface Finding {
  readonly trouble: string;
  readonly reason: Report['reason'];
  readonly text: string;
}

interface Kind {
  /** Names of quantities, by UN/EDIFACT 6063. */
  readonly quantities: Readonly<Record<string, readonly string[]>>;
  readonly milestone: NonNullable<Report['milestone']>;
  /** When it will be there, and when it should be: UN/EDIFACT 2005. */
  readonly promised: readonly string[];
  readonly findings: (line: Line) => readonly (Finding | undefined)[];
  /** What it is when something is short: the supplier's before the goods arrive, our stock's after. */
  readonly shortfall: 'supply.shortfall' | 'inventory.shortfall';
  /** The number of the message names a thing of its own: what was despatched. */
  readonly isShipment: boolean;
}

/** Delivery, not despatch: what leaves on the day that it should arrive is late. */
const REQUESTED = ['2', '63'];

/** UN/EDIFACT 1229, action request: the supplier does not deliver the line. */
const REFUSED: Readonly<Record<string, string>> = {
  '2': 'Line deleted',
  '7': 'Line not accepted',
  '10': 'Item not found',
};

const ORDER_RESPONSE: Kind = {
  shortfall: 'supply.shortfall',
  quantities: { ordered: ['21'], confirmed: ['113', '12', '1'], back_ordered: ['83'] },
  milestone: { name: 'other', at: 'actual' },
  promised: ['69', '67', '17', '76'],
  isShipment: false,
  findings: (line) => [shortOfOrder(line)],
};

function shortOfOrder(line: Line): Finding | undefined {
  const refused = Object.hasOwn(REFUSED, line.action) ? REFUSED[line.action] : undefined;
  if (refused !== undefined) {
    return {
      trouble: 'supply.shortfall',
      reason: { scheme: 'edifact:1229', code: line.action, text: refused },
      text: `${refused}.`,
    };
  }
  return backOrdered(line) ?? shortBy(line, ['113', '12', '1'], ['21'], 'confirmed', 'ordered');
}

function backOrdered({ quantities }: Line): Finding | undefined {
  const amount = quantities.get('83') ?? 0;
  const reason = { scheme: 'edifact:6063', code: '83', text: 'Back order' };
  return amount > 0 ? { trouble: 'supply.shortfall', reason, text: `${amount} on back order.` } : undefined;
}

/** What is confirmed or delivered so far stands in no relation to what was ordered: only a back order says that something lacks. */
const ORDER_STATUS: Kind = { ...ORDER_RESPONSE, findings: (line) => [backOrdered(line)] };

const DESPATCH_ADVICE: Kind = {
  shortfall: 'supply.shortfall',
  quantities: { ordered: ['21'], shipped: ['12'] },
  milestone: { name: 'departed', at: 'actual' },
  promised: ['17', '132', '69'],
  isShipment: true,
  findings: (line) => [shortBy(line, ['12'], ['21'], 'despatched', 'ordered')],
};

/** Accepted, received, and pieces delivered: the first of them that is told. */
const RECEIVED = ['194', '48', '46'];

const RECEIVING_ADVICE: Kind = {
  shortfall: 'inventory.shortfall',
  quantities: { shipped: ['12'], received: RECEIVED, damaged: ['124'], refused: ['195'], returned: ['61'] },
  milestone: { name: 'delivered', at: 'actual' },
  promised: [],
  isShipment: true,
  findings: (line) => [...complaintsOf(line), lackingBeside(line)],
};

/** Goods that came, and are not as they should be: UN/EDIFACT 6063. */
const COMPLAINTS: readonly (readonly [code: string, trouble: string, text: string, word: string])[] = [
  ['124', 'cargo.damaged', 'Damaged goods', 'damaged'],
  ['195', 'supply.shortfall', 'Received, not accepted', 'not accepted'],
];

function complaintsOf({ quantities }: Line): readonly Finding[] {
  return COMPLAINTS.flatMap(([code, trouble, text, word]) => {
    const amount = quantities.get(code) ?? 0;
    return amount > 0 ? [{ trouble, reason: { scheme: 'edifact:6063', code, text }, text: `${amount} ${word}.` }] : [];
  });
}

/** What was complained of may be counted among what was received, or not: only what lacks beyond it is short, too. */
function lackingBeside(line: Line): Finding | undefined {
  const complained = COMPLAINTS.reduce((sum, [code]) => sum + Math.max(0, line.quantities.get(code) ?? 0), 0);
  if (complained === 0) return shortBy(line, RECEIVED, ['12'], 'received', 'despatched') ?? moreOrBack(line);
  const lacking = (amountOf(line, ['12']) ?? 0) - (amountOf(line, RECEIVED) ?? 0);
  return lacking > complained ? shortBy(line, RECEIVED, ['12'], 'received', 'despatched') : undefined;
}

function shortBy(
  line: Line,
  got: readonly string[],
  wanted: readonly string[],
  gotWord: string,
  wantedWord: string,
): Finding | undefined {
  const actual = amountOf(line, got);
  const due = amountOf(line, wanted);
  if (actual === undefined || due === undefined || actual >= due || !inOneUnit(line, [...got, ...wanted]))
    return undefined;
  return {
    trouble: 'supply.shortfall',
    reason: { scheme: 'edifact:6063', code: wanted[0] ?? '', text: 'Quantity difference' },
    text: `${actual} ${gotWord}, ${due} ${wantedWord}.`,
  };
}

/** More than was despatched, or sent back and nothing says why: what we count is not what they count. */
function moreOrBack(line: Line): Finding | undefined {
  const [received, shipped, returned] = [amountOf(line, RECEIVED), amountOf(line, ['12']), amountOf(line, ['61'])];
  const isMore =
    received !== undefined && shipped !== undefined && received > shipped && inOneUnit(line, [...RECEIVED, '12']);
  const finding = (code: string, text: string): Finding => ({
    trouble: 'inventory.mismatch',
    reason: { scheme: 'edifact:6063', code, text: code === '61' ? 'Returned' : 'Quantity difference' },
    text,
  });
  if (isMore) return finding('12', `${received} received, ${shipped} despatched.`);
  return (returned ?? 0) > 0 ? finding('61', `${returned ?? 0} returned.`) : undefined;
}

/** A variance with its reason says most. Without a reason, less is a shortfall; more has its own code. */
function varianceIn({ variances }: Line): Finding | undefined {
  for (const { value, code } of variances) {
    const known = discrepancy.get(code);
    const trouble = known === undefined && value < 0 ? 'supply.shortfall' : known?.trouble;
    if (trouble === undefined) continue;
    const text = known?.meaning ?? 'Quantity difference';
    return { trouble, reason: { scheme: 'edifact:4221', code: code || 'none', text }, text: `${text}: ${value}.` };
  }
  return undefined;
}

export const readOrderResponse = (reader: Reader): void => readOrderMessage(reader, ORDER_RESPONSE);
export const readDespatchAdvice = (reader: Reader): void => readOrderMessage(reader, DESPATCH_ADVICE);
export const readOrderReport = (reader: Reader): void => readOrderMessage(reader, ORDER_STATUS);
export const readReceivingAdvice = (reader: Reader): void => readOrderMessage(reader, RECEIVING_ADVICE);

/** UN/EDIFACT 1225. */
const CANCELLATION = '1';

/** The rest is for what its line names. */
const MOST_SHARED = 40;

function readOrderMessage(reader: Reader, kind: Kind): void {
  const { message, sender } = reader;
  const { before: header } = groupsOf(message.segments, ['LIN', 'CPS', 'UNS']);
  const partner = partnerIn(header, ['SU', 'SE', 'DP', 'CZ', 'MS'], reader);
  const { number, ...beginning } = beginningOf(reader);
  const shared = distinctReferences([
    ...referencesOr(
      kind.isShipment ? message.segments.filter(({ tag }) => tag !== 'LIN' && tag !== 'PIA') : header,
      partner,
      reader,
    ),
    ...(kind === DESPATCH_ADVICE ? referenceTo('shipment', number, partner) : []),
  ]).slice(0, MOST_SHARED);
  const sent = linesOf(message.segments, partner, reader);
  const lines = kind === DESPATCH_ADVICE ? joinAlike(sent, '21') : sent;
  if (shared.length + lines.flatMap(({ references }) => references).length === 0) {
    noSubject(reader);
    return;
  }
  const times = timesIn(header, {}, sender.zone, (text) => reader.warn(`${reader.part}: ${text}`));
  const time = firstOf(times, kind.isShipment ? ['11', '50', '35', '137'] : ['137']);
  const common = { time };
  const before = reader.drafts.length;
  const remarks = remarksIn(header).slice(0, 4);
  const whole = kind === ORDER_RESPONSE ? refusalIn(beginning) : undefined;
  if (kind !== ORDER_RESPONSE && beginning.function === CANCELLATION) {
    reader.warn(`${reader.part}: it cancels a message that was sent before; what that told stays told`);
    const reason = { scheme: 'edifact:1225', code: CANCELLATION, text: 'Cancellation' };
    reader.drafts.push(draftOf({ ...common, part: reader.part, references: shared, reason }, sender));
    return;
  }
  const add = (part: string, line: Line | undefined, finding: Finding): void => {
    reader.drafts.push(
      draftOf(
        {
          ...common,
          part,
          references: [...shared, ...(line?.references ?? [])],
          trouble: finding.trouble,
          reason: finding.reason,
          quantities: line === undefined ? {} : quantitiesOf(line, kind.quantities),
          text: [finding.text, ...(line?.remarks ?? []), ...remarks].join(' '),
        },
        sender,
      ),
    );
  };
  if (whole !== undefined) {
    add(reader.part, undefined, whole);
    return;
  }
  for (const line of lines) {
    const part = `${reader.part}, ${line.name}`;
    const variance = varianceIn(line);
    const found = (variance === undefined ? kind.findings(line) : [variance]).filter((one) => one !== undefined);
    for (const finding of found)
      add(part, line, finding.trouble === 'supply.shortfall' ? { ...finding, trouble: kind.shortfall } : finding);
    const late = found.length > 0 ? undefined : lateIn(line, times, kind, sender.zone);
    if (late !== undefined) add(part, line, late);
  }
  const late = lines.length === 0 ? lateIn(undefined, times, kind, sender.zone) : undefined;
  if (late !== undefined) add(reader.part, undefined, late);
  if (reader.drafts.length > before) return;
  const references = [...shared, ...lines.flatMap((line) => line.references)];
  reader.drafts.push(
    draftOf({ ...common, part: reader.part, references, milestone: kind.milestone, text: remarks.join(' ') }, sender),
  );
}

/** UN/EDIFACT 1225 (message function: 27 not accepted) and 4343 (response type: RE rejected). */
function refusalIn(beginning: { readonly function: string; readonly response: string }): Finding | undefined {
  const isRefused = beginning.function === '27' || beginning.response === 'RE';
  if (!isRefused) return undefined;
  const scheme = beginning.function === '27' ? 'edifact:1225' : 'edifact:4343';
  const code = beginning.function === '27' ? '27' : 'RE';
  return {
    trouble: 'supply.shortfall',
    reason: { scheme, code, text: 'Order not accepted' },
    text: 'The order is not accepted.',
  };
}

/** Promised later than requested, on the line, else as the whole. */
function lateIn(line: Line | undefined, header: Times, { promised }: Kind, zone: string): Finding | undefined {
  const own: Times = line?.times ?? new Map();
  const said = promised.find((one) => own.has(one));
  // What is delivered in parts is late with the last of them.
  const last = said === undefined ? undefined : latestOf(line?.segments ?? [], [said], zone);
  const coming = last ?? firstOf(header, promised);
  const due: EdiTime | undefined = firstOf(own, REQUESTED) ?? firstOf(header, REQUESTED);
  if (coming === undefined || !isLater(coming, due)) return undefined;
  return {
    trouble: 'supply.late',
    reason: {
      scheme: 'edifact:2005',
      code: said ?? promised.find((one) => header.has(one)) ?? '',
      text: 'Promised later than requested',
    },
    text: `Requested ${due?.occurredAt.slice(0, 10) ?? ''}, promised ${coming.occurredAt.slice(0, 10)}.`,
  };
}
