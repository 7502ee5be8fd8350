import type { SubjectReference } from '../../../contracts/index.ts';
import { referenceTo } from '../references.ts';
import type { Rejection } from '../translator.ts';
import { elementsAt, elementsNamed, readXml, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

/** What an IDoc says that is no document of its own here: what it is about, and whether the other side could not take ours. */
export interface PlainIdoc {
  readonly message: string;
  readonly references: readonly SubjectReference[];
  readonly failure?: { readonly code: string; readonly text: string | undefined };
}

export interface IdocsIn {
  /** Documents with the names of OData, as S/4HANA itself would give them. */
  readonly documents: readonly unknown[];
  readonly plain: readonly PlainIdoc[];
}

/**
 * XML of SAP: IDocs (segments E1… of DELVRY, ORDERS, SHPMNT, WMMBXY, INVOIC and their messages, segments and fields from public examples and from memory, none tried on real ones), one or many, in whatever envelope, and the entries of an
 * OData V2 service in Atom.
 */
export function idocsIn(bytes: Uint8Array, issuer: string): IdocsIn | Rejection {
  const root = readXml(bytes);
  if ('detail' in root) return root;
  const documents: unknown[] = elementsNamed(root, 'properties').map(ofChildren);
  const plain: PlainIdoc[] = [];
  for (const idoc of elementsNamed(root, 'IDOC')) {
    const read = documentsOf(idoc);
    documents.push(...read);
    if (read.length === 0) plain.push(plainOf(idoc, issuer));
  }
  return { documents, plain };
}

function ofChildren({ children }: XmlElement): unknown {
  return Object.fromEntries(children.map(({ name, text }) => [name, text]));
}

function documentsOf(idoc: XmlElement): readonly unknown[] {
  const created = { CreationDate: textAt(idoc, 'EDI_DC40/CREDAT'), CreationTime: textAt(idoc, 'EDI_DC40/CRETIM') };
  const isShipment = elementsAt(idoc, 'E1EDT20').length > 0;
  const deliveries = isShipment ? [] : elementsAt(idoc, 'E1EDL20').map((header) => delivery(header, created));
  const movements = elementsAt(idoc, 'E1MBXYH').map((header) => movement(idoc, header));
  return [...deliveries, ...movements, ...orderOf(idoc, created)];
}

/** Qualifier 006 of a time is the goods issue; PGI of the function has it posted. */
function delivery(header: XmlElement, created: object): unknown {
  const issued = elementsAt(header, 'E1EDT13').find((time) => textAt(time, 'QUALF') === '006');
  const isPosted = elementsAt(header, 'E1EDL18/QUALF').some(({ text }) => text === 'PGI');
  return {
    ...created,
    DeliveryDocument: textAt(header, 'VBELN'),
    BillOfLading: textAt(header, 'BOLNR'),
    DeliveryDocumentType: textAt(header, 'E1EDL21/LFART'),
    DeliveryBlockReason: textAt(header, 'E1EDL21/LIFSK'),
    HeaderBillingBlockReason: textAt(header, 'E1EDL21/FAKSK'),
    ActualGoodsMovementDate: dayIn(issued, 'ISDD'),
    ActualGoodsMovementTime: textAt(issued, 'ISDZ'),
    ...(isPosted ? { OverallGoodsMovementStatus: 'C' } : {}),
    items: elementsAt(header, 'E1EDL24').map((item) => ({
      DeliveryDocumentItem: textAt(item, 'POSNR'),
      HigherLvlItmOfBatSpltItm: textAt(item, 'HIPOS'),
      Material: textAt(item, 'MATNR'),
      Batch: textAt(item, 'CHARG'),
      ActualDeliveryQuantity: textAt(item, 'LFIMG'),
      OriginalDeliveryQuantity: textAt(item, 'ORMNG'),
      DeliveryQuantityUnit: textAt(item, 'VRKME'),
      ReferenceSDDocument: textAt(item, 'VGBEL'),
    })),
  };
}

function dayIn(element: XmlElement | undefined, path: string): string | undefined {
  const day = textAt(element, path) ?? '';
  return /^0*$/.test(day) ? undefined : day;
}

/** A goods movement has no number before SAP posts it: it is known by the paper that it was made for. */
function movement(idoc: XmlElement, header: XmlElement): unknown {
  return {
    MaterialDocument: textAt(header, 'XBLNR') ?? textAt(idoc, 'EDI_DC40/DOCNUM'),
    PostingDate: textAt(header, 'BUDAT'),
    items: elementsAt(header, 'E1MBXYI').map((item, index) => ({
      MaterialDocumentItem: String(index + 1),
      GoodsMovementType: textAt(item, 'BWART'),
      Material: textAt(item, 'MATNR'),
      Batch: textAt(item, 'CHARG'),
      Plant: textAt(item, 'WERKS'),
      QuantityInEntryUnit: textAt(item, 'ERFMG'),
      EntryUnit: textAt(item, 'ERFME'),
      PurchaseOrder: textAt(item, 'EBELN'),
    })),
  };
}

/** An order by its number; its confirmation (ORDRSP) by what was ordered, and by what and when the supplier confirms (E1EDP20). */
function orderOf(idoc: XmlElement, created: object): readonly unknown[] {
  const message = textAt(idoc, 'EDI_DC40/MESTYP') ?? '';
  const number = qualified(idoc, 'E1EDK02', '001', 'BELNR') ?? textAt(idoc, 'E1EDK01/BELNR');
  if (number === undefined || !/^(ORDERS|ORDCHG|ORDRSP)$/.test(message)) return [];
  const asked = qualified(idoc, 'E1EDK03', '002', 'DATUM', 'IDDAT');
  const items = message === 'ORDRSP' ? elementsAt(idoc, 'E1EDP01').map((item) => confirmed(item, asked)) : [];
  return [{ ...created, PurchaseOrder: number, items }];
}

function confirmed(item: XmlElement, asked: string | undefined): unknown {
  const isRefused = textAt(item, 'ABGRU') !== undefined;
  const promised = isRefused
    ? [{ ConfirmedQuantity: '0' }]
    : elementsAt(item, 'E1EDP20').map((line) => ({
        ConfirmedQuantity: textAt(line, 'WMENG'),
        DeliveryDate: dayIn(line, 'EDATU'),
      }));
  return {
    PurchaseOrderItem: textAt(item, 'POSEX'),
    Material: qualified(item, 'E1EDP19', '001', 'IDTNR') ?? qualified(item, 'E1EDP19', '002', 'IDTNR'),
    OrderQuantity: textAt(item, 'MENGE'),
    PurchaseOrderQuantityUnit: textAt(item, 'MENEE'),
    lines: asked === undefined ? [] : [{ ScheduleLine: '1', ScheduleLineDeliveryDate: asked }],
    confirmations: promised.map((line, index) => ({ SequentialNmbrOfSuplrConf: String(index + 1), ...line })),
  };
}

function qualified(
  parent: XmlElement,
  segment: string,
  code: string,
  field: string,
  qualifier = 'QUALF',
): string | undefined {
  return textAt(
    elementsAt(parent, segment).find((one) => textAt(one, qualifier) === code),
    field,
  );
}

/** Statuses of IDocs that went wrong, on the way out or in (from memory). */
const FAILED = /^(02|04|05|20|26|29|40|51|56|60|61|63|65)$/;

function plainOf(idoc: XmlElement, issuer: string): PlainIdoc {
  const message = textAt(idoc, 'EDI_DC40/MESTYP') ?? textAt(idoc, 'EDI_DC40/IDOCTYP') ?? 'IDoc';
  const invoice = message === 'INVOIC' ? textAt(idoc, 'E1EDK01/BELNR') : undefined;
  const status = elementsNamed(idoc, 'E1STATS', 'E1STATE').find((one) => FAILED.test(textAt(one, 'STATUS') ?? ''));
  const failure = { code: textAt(status, 'STATUS') ?? '', text: textAt(status, 'STATXT') };
  const plain = (value: string | undefined): string | undefined => value?.replace(/^0+(?=\d)/, '');
  return {
    message,
    references: [
      ...elementsAt(idoc, 'E1EDT20/TKNUM').flatMap(({ text }) => referenceTo('shipment', plain(text), issuer)),
      ...elementsNamed(idoc, 'E1EDL20').flatMap((one) => referenceTo('delivery', plain(textAt(one, 'VBELN')), issuer)),
      ...referenceTo('invoice', plain(invoice), issuer),
      ...referenceTo('customer_reference', plain(textAt(status, 'DOCNUM')), issuer),
    ],
    ...(status === undefined ? {} : { failure }),
  };
}
