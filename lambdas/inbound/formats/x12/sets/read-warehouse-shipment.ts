import { referenceTo } from '../../references.ts';
import { lineChangeReason } from '../codes/line-change-reason.ts';
import { orderStatus } from '../codes/line-status.ts';
import type { LineStatus } from '../codes/line-status.ts';
import { firstOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { productNumber } from '../products.ts';
import { equipmentReference, filled, referencesIn } from '../references.ts';
import { lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime, statedTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import { shippedLines } from '../shipped-lines.ts';
import type { ShippedLine } from '../shipped-lines.ts';

const TROUBLE: Readonly<Record<Exclude<LineStatus['says'], 'fine'>, string>> = {
  short: 'inventory.shortfall',
  late: 'transport.delay',
  damaged: 'cargo.damaged',
};

/** X12 945, Warehouse Shipping Advice: lines (W12) of which less was shipped than was ordered. */
export const readWarehouseShipment: SetReader = (reading) => {
  const { set, sender } = reading;
  const [, order, date, shipment, agent, purchase] = firstOf(set.segments, 'W06').elements;
  const w27 = firstOf(set.segments, 'W27').elements;
  const scac = filled(w27[1], 10);
  const equipment = equipmentReference(w27[5], w27[6]);
  const shipped = statedTime(set.segments, ['11', '011'], undefined, sender);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('delivery', order, sender.issuer),
        ...referenceTo('shipment', shipment, sender.issuer),
        ...referenceTo('purchase_order', purchase, sender.issuer),
        ...referenceTo('customer_reference', agent, sender.issuer),
        ...(equipment === undefined ? [] : [equipment]),
        ...referencesIn(set.segments, scac ?? sender.issuer, sender),
      ],
      scac,
      lane: { origin: placeOfParty(set.segments, ['WH', 'SF']), destination: placeOfParty(set.segments, ['ST']) },
    },
    time: shipped ?? documentTime({ date }, undefined, sender),
    milestone: { name: 'departed', at: 'actual' },
    findings: shippedLines(set.segments, sender).flatMap(findingOf),
    named: 'W0602',
  });
};

function findingOf({ products, unit, ordered, shipped, difference, status, change }: ShippedLine): readonly Finding[] {
  const known = orderStatus.get(status);
  const why = lineChangeReason.get(change);
  const lacks = Math.max(difference, shipped === undefined ? 0 : ordered - shipped);
  const isWhole = shipped !== undefined && ordered > 0 && shipped >= ordered && difference === 0;
  // The numbers are worth more than a word: what came whole was not short.
  const says = known === undefined || (known.says === 'short' && isWhole) ? (lacks > 0 ? 'short' : 'fine') : known.says;
  if (says === 'fine' || (says === 'short' && why?.isWished === true)) return [];
  const name = productNumber(products) ?? 'A line';
  const counted = ordered > 0 ? `${shipped ?? ordered - lacks} of ${ordered}` : `lacking ${lacks}`;
  const quantities = lacks > 0 ? lacking(lacks, unit) : undefined;
  const reason = reasonOf(status, change);
  const words = [known?.meaning, why?.meaning].filter((meaning) => meaning !== undefined).join(', ');
  return [
    {
      trouble: TROUBLE[says],
      ...(reason === undefined ? {} : { reason }),
      says: `${name}:${lacks > 0 ? ` ${counted} ${unit?.slice(0, 20) ?? ''}` : ''}${words === '' ? '' : ` ${words}`}.`,
      references: products,
      ...(quantities === undefined ? {} : { quantities }),
    },
  ];
}

/** The status where it says that something is wrong, else why the line was changed, else the status as it was sent. */
function reasonOf(status: string, change: string): Finding['reason'] {
  const known = orderStatus.get(status);
  const why = lineChangeReason.get(change);
  if (known !== undefined) return { scheme: 'x12:368', code: status, text: known.meaning };
  if (why !== undefined) return { scheme: 'x12:892', code: change, text: why.meaning, ...statusBeside(status) };
  return status === '' ? undefined : { scheme: 'x12:368', code: status.slice(0, 10) };
}

function statusBeside(status: string): { readonly status?: string } {
  return status === '' ? {} : { status };
}
