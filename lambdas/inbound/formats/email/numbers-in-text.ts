import type { SubjectReference } from '../../../contracts/index.ts';
import { containerNumber, isChecked, referenceTo, SSCC_REGISTRY } from '../references.ts';
import { carriersNamedIn } from './mail-carriers.ts';
import type { MailCarrier } from './mail-carriers.ts';
import { numbersOfShape } from './tracking-numbers.ts';

const MOST_NUMBERS = 30;
/** Who gives airlines the prefix of their air waybills: the number is unique whoever reports it. */
const IATA = 'IATA';

/** What people write before a number, in their languages and without accents, and what the number is then. A number has a digit, or it is a word. */
const BETWEEN = String.raw` ?(?:(?:no|nr|n|num|number|nummer|numero|numer|ref|reference|id|confirmation|notification|request)\b\.?)? ?[:#.°º]{0,3} ?#? ?`;
const NUMBER = String.raw`(?!\d{1,4}-\d{1,2}-\d{1,4}\b)((?=[A-Z/-]*\d)[A-Z0-9](?:[A-Z0-9/-]{3,33})[A-Z0-9])(?![A-Z0-9])`;
const labelled = (label: string): RegExp =>
  new RegExp(String.raw`(?:^|[^\p{L}\d])(?:${label})${BETWEEN}${NUMBER}`, 'giu');

const LABELS: readonly (readonly [SubjectReference['kind'], RegExp])[] = [
  [
    'purchase_order',
    labelled(
      String.raw`p\.?o\.?|purchase order|best\.|bestell(?:ung|nummer)?|bestelling|commande|orden de compra|ordem de compra|pedido de compra|ordine d.acquisto`,
    ),
  ],
  [
    'order',
    labelled(String.raw`s\.?o\.?|sales order|order|auftrag|auftragsnummer|pedido|ordine|zamowieni[ea]|encomenda`),
  ],
  [
    'tracking',
    labelled(
      'pro|tracking|track|sendungsnummer|suivi|seguimiento|rastreio|przesylki|paczki|zendingsnummer|colis|parcel|paket|pacco|awb|mawb|hawb|airway bill|air waybill|lta|lvb',
    ),
  ],
  ['shipment', labelled('shipment|consignment|sendung|envio|spedizione|zending|expedition|expedicion|przesylka')],
  ['delivery', labelled('delivery|delivery note|dn|lieferung|livraison|bl|lieferschein|entrega|albaran|ddt')],
  ['bill_of_lading', labelled(String.raw`b/l|bol|bill of lading|frachtbrief|connaissement|konnossement|cmr`)],
  ['booking', labelled('booking|buchung|reservation|bkg')],
  ['load', labelled('load|tender|trailer')],
  [
    'invoice',
    labelled(String.raw`invoice|inv|freight bill|rechnung|facture|factura|fattura|faktura|fatura|factuur|ct-e`),
  ],
  ['container', labelled(String.raw`container|cntr|ctr|box|conteneur|contenedor|contentor|conteiner|kontener`)],
  ['declaration', labelled('entry|mrn')],
];

/** What a number says by its own beginning: the letters that companies put before their numbers, and the range that SAP gives purchase orders where nobody changes it (4500000000 on). */
const OWN_NAMES: readonly (readonly [SubjectReference['kind'], RegExp])[] = [
  ['purchase_order', /(?<![A-Z\d-])PO-[A-Z\d-]{3,20}\d(?![A-Z\d])|(?<![\d-])45\d{8}(?![\d-])/g],
  ['order', /(?<![A-Z\d-])SO-\d{4,12}(?![A-Z\d])/g],
  ['invoice', /(?<![A-Z\d-])(?:INV|RE|RG)-\d[\d-]{3,16}\d(?![A-Z\d])/g],
  ['load', /(?<![A-Z\d-])LD-\d{4,12}(?![A-Z\d])/g],
];

/** What a carrier calls its number where it has only one: it does not say that it tracks it. */
const OF_CARRIER = labelled(
  String.raw`pro|tracking|track|tracking number|way ?bill|awb|airway bill|shipment|consignment|parcel|package|item|sendung|sendungs-?nummer|paket|paket-?nummer|colis|envoi|suivi|numero de suivi|reperage|numero de reperage|envio|expedicion|seguimiento|numero de seguimiento|paquete|rastreio|objeto|encomenda|spedizione|pacco|zending|zendingsnummer|pakket|pakketnummer|pakje|przesylk[aiei]|paczk[aiei]|o numerze|numer przesylki|forsendelse|kolli`,
);

/**
 * Numbers of a carrier's notice: those with its shape and check digit first; where none has them, what stands behind "tracking number", then behind the word for what it carries, then the only long number there is.
 */
export function numbersOfNotice(sent: string, { issuer, shapes }: MailCarrier): readonly SubjectReference[] {
  const text = inOneLine(sent);
  const shaped = shapes.flatMap((name) => numbersOfShape(name, text));
  const tracking =
    [shaped, numbersLabelled('tracking', text), numbersBehind(OF_CARRIER, text), onlyLongNumber(text)].find(
      (numbers) => numbers.length > 0,
    ) ?? [];
  const orders = issuer === 'Amazon' ? [...text.matchAll(/\b\d{3}-\d{7}-\d{7}\b/g)].map(([order]) => order) : [];
  return [
    ...distinct(tracking).flatMap((number) => referenceTo('tracking', number, issuer)),
    ...distinct(orders).flatMap((number) => referenceTo('order', number, issuer)),
  ];
}

/** Numbers in a text that anybody has written. Ours are issued by the source; a carrier's where its shape says so, or where the only carrier that is named has such numbers. */
export function numbersInText(sent: string, ours: string): readonly SubjectReference[] {
  const text = inOneLine(sent);
  const containers = [...text.matchAll(/\b[A-Z]{3}[UJZ][ /-]?\d{3}[ .-]?\d{3}[ /-]{0,2}\d\b/g)]
    .flatMap(([number]) => containerNumber(number.replace(/[/.]/g, '')) ?? [])
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
  const sealed = numbersOfShape('sscc', text).flatMap((number) => referenceTo('tracking', number, SSCC_REGISTRY));
  const waybills = numbersOfShape('airWaybill', text).flatMap((number) =>
    referenceTo('tracking', number.replace(' ', ''), IATA),
  );
  const speaking = OWN_NAMES.flatMap(([kind, pattern]) =>
    distinct([...text.matchAll(pattern)].map(([number]) => number)).flatMap((number) =>
      referenceTo(kind, number, ours),
    ),
  );
  const containerReferences = distinct(containers).flatMap((number) => referenceTo('container', number, ours));
  const known = [...containerReferences, ...ups, ...waybills, ...sealed, ...shaped];
  return [...known, ...written, ...speaking]
    .filter((one, at, all) => at === all.findIndex(({ value }) => isSame(one.value, value)))
    .slice(0, MOST_NUMBERS);
}

/** The first that is found says what a number is: it stands under its label and by its own letters. */
const isSame = (one: string, other: string): boolean => one.replace(/^\D+-/, '') === other.replace(/^\D+-/, '');

function numbersLabelled(kind: SubjectReference['kind'], text: string): readonly string[] {
  const [, pattern] = LABELS.find(([name]) => name === kind) ?? [];
  if (pattern === undefined) return [];
  const found = numbersBehind(pattern, text);
  // A container whose check digit is wrong is none; without the digit it is what its label says.
  return kind === 'container' ? found.filter((number) => /^[A-Z]{3}[UJZ]\d{6}$/.test(number)) : found;
}

function numbersBehind(label: RegExp, text: string): readonly string[] {
  return distinct([...text.matchAll(label)].map(([, number]) => number ?? ''));
}

/** Twelve characters or more, most of them figures: shorter ones are days, prices and telephones. Of two nobody knows which. */
const LONG = /(?<![\w/.=+-])(?=(?:[A-Z]*\d){9})[A-Z0-9]{12,35}(?![\w/-])/g;

function onlyLongNumber(text: string): readonly string[] {
  const found = distinct([...text.replace(/https?:\S{1,2000}/g, ' ').matchAll(LONG)].map(([number]) => number));
  return found.length === 1 ? found : [];
}

/** A number often stands in the line below its label; long blanks would cost much to look through. Accents are left out, as labels have none. */
const inOneLine = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ł/g, 'l').replace(/Ł/g, 'L').replace(/\s+/g, ' ');

const distinct = (numbers: readonly string[]): readonly string[] =>
  [...new Set(numbers.map((number) => number.toUpperCase()))].slice(0, MOST_NUMBERS);
