import type { SubjectReference } from '../../../contracts/index.ts';
import { containerNumber, isChecked, referenceTo } from '../references.ts';
import { carriersNamedIn } from './mail-carriers.ts';
import type { MailCarrier } from './mail-carriers.ts';
import { numbersOfShape } from './tracking-numbers.ts';

const MOST_NUMBERS = 30;

/** What people write before a number, in their languages, and what the number is then. A number has a digit, or it is a word. */
const NUMBER = String.raw` ?(?:(?:no|nr|num|number|nummer|numero|numer|ref|reference|id)\b\.?)? ?[:#.°º]{0,3} ?#? ?(?!\d{1,4}-\d{1,2}-\d{1,4}\b)((?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{4,34})\b`;
const labelled = (label: string): RegExp => new RegExp(String.raw`(?:^|[^\p{L}\d])(?:${label})${NUMBER}`, 'giu');

const LABELS: readonly (readonly [SubjectReference['kind'], RegExp])[] = [
  ['purchase_order', labelled(String.raw`p\.?o\.?|purchase order|bestellung|bestellnummer|commande|orden de compra`)],
  ['order', labelled('sales order|order|auftrag|auftragsnummer|pedido|ordine|zamowienie')],
  [
    'tracking',
    labelled('pro|tracking|sendungsnummer|suivi|seguimiento|przesylki|paczki|zendingsnummer|awb|airway bill'),
  ],
  ['shipment', labelled('shipment|sendung|envio|spedizione|zending|expedition')],
  ['delivery', labelled('delivery|lieferung|livraison|lieferschein|entrega')],
  ['bill_of_lading', labelled(String.raw`b/?l|bol|bill of lading|frachtbrief|connaissement`)],
  ['booking', labelled('booking|buchung')],
  ['load', labelled('load|trailer')],
  ['invoice', labelled('invoice|rechnung|facture|factura|fattura|faktura|factuur')],
];

/** Numbers of a carrier's notice: those with its shape and check digit first; where none has them, what stands behind "tracking number". */
export function numbersOfNotice(sent: string, { issuer, shapes }: MailCarrier): readonly SubjectReference[] {
  const text = inOneLine(sent);
  const shaped = shapes.flatMap((name) => numbersOfShape(name, text));
  const tracking = shaped.length > 0 ? shaped : numbersLabelled('tracking', text);
  const orders = issuer === 'Amazon' ? [...text.matchAll(/\b\d{3}-\d{7}-\d{7}\b/g)].map(([order]) => order) : [];
  return [
    ...distinct(tracking).flatMap((number) => referenceTo('tracking', number, issuer)),
    ...distinct(orders).flatMap((number) => referenceTo('order', number, issuer)),
  ];
}

/** Numbers in a text that anybody has written. Ours are issued by the source; a carrier's where its shape says so, or where the only carrier that is named has such numbers. */
export function numbersInText(sent: string, ours: string): readonly SubjectReference[] {
  const text = inOneLine(sent);
  const containers = [...text.matchAll(/\b[A-Z]{3}[UJZ][ -]?\d{3}[ -]?\d{3}[ -]?\d\b/g)]
    .flatMap(([number]) => containerNumber(number) ?? [])
    .filter(isChecked);
  const named = carriersNamedIn(text);
  const ups = numbersOfShape('ups', text).flatMap((number) => referenceTo('tracking', number, 'UPSN'));
  const shaped = named.flatMap((carrier) =>
    carrier.shapes.flatMap((name) =>
      numbersOfShape(name, text).flatMap((number) => referenceTo('tracking', number, carrier.issuer)),
    ),
  );
  const issuer = named.length === 1 ? (named[0]?.issuer ?? ours) : ours;
  const written = LABELS.flatMap(([kind]) =>
    numbersLabelled(kind, text).flatMap((number) => referenceTo(kind, number, kind === 'tracking' ? issuer : ours)),
  );
  const containerReferences = distinct(containers).flatMap((number) => referenceTo('container', number, ours));
  const known = [...containerReferences, ...ups, ...shaped];
  return [...known, ...written.filter(({ value }) => !known.some((one) => one.value === value))].slice(0, MOST_NUMBERS);
}

function numbersLabelled(kind: SubjectReference['kind'], text: string): readonly string[] {
  const [, pattern] = LABELS.find(([name]) => name === kind) ?? [];
  if (pattern === undefined) return [];
  return distinct([...text.matchAll(pattern)].map(([, number]) => number ?? '')).slice(0, MOST_NUMBERS);
}

/** A number often stands in the line below its label; long blanks would cost much to look through. */
const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

const distinct = (numbers: readonly string[]): readonly string[] =>
  [...new Set(numbers.map((number) => number.toUpperCase()))].slice(0, MOST_NUMBERS);
