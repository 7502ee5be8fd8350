import type { SubjectReference } from '../../../contracts/index.ts';
import { distinctReferences } from '../references.ts';
import { businessTransaction } from './codes/business-transaction.ts';
import { readIdentifier } from './identifiers.ts';
import type { Named } from './identifiers.ts';
import type { EpcisEvent } from './read-event.ts';
import { readTerm } from './vocabulary.ts';

/** Who gives all keys of GS1: unique whoever reports them. */
const GS1 = 'GS1';

const KINDS: Readonly<Record<Named, SubjectReference['kind'] | undefined>> = {
  unit: 'tracking',
  shipment: 'shipment',
  // A forwarder's waybill holds goods of several shippers: it must not merge their cases.
  consignment: 'bill_of_lading',
  asset: 'container',
  part: 'container',
  container: 'container',
  vessel: 'vessel',
  item: 'sku',
  product: 'sku',
  lot: 'lot',
  document: 'customer_reference',
  other: 'customer_reference',
  place: undefined,
  person: undefined,
};
const ISSUERS: Partial<Readonly<Record<Named, string>>> = { container: 'BIC', vessel: 'IMO' };

/** Items that are followed by themselves: systems of record are asked by five references, and an order has to be among them. */
const MOST_FOLLOWED_ITEMS = 4;
const ENCLOSING: ReadonlySet<string> = new Set(['shipment', 'container', 'tracking', 'delivery']);
const LONGEST = 80;

/** What an event is about: first what holds goods, then papers, then the goods. */
export function referencesOf(event: EpcisEvent, issuer: string): readonly SubjectReference[] {
  const holders: SubjectReference[] = [];
  const goods: SubjectReference[] = [];
  const take = (uri: string): void => {
    const found = referenceTo(uri, issuer);
    if (found !== undefined) (ENCLOSING.has(found.kind) ? holders : goods).push(found);
  };
  forEachObject(event, take);
  let isEnclosed = holders.length > 0;
  for (const paper of event.bizTransactionList) {
    const found = paperOf(paper, issuer);
    if (found === undefined) continue;
    isEnclosed ||= ENCLOSING.has(found.kind);
    holders.push(found);
  }
  return [...holders, ...(isEnclosed ? goods : withFollowedItems(distinctReferences(goods)))];
}

/** In an association the children are parts of their parent, which is what moves: a sensor goes on to the next one. */
function forEachObject(event: EpcisEvent, take: (uri: string) => void): void {
  const { type, parentID } = event;
  if (parentID !== undefined) take(parentID);
  if (type === 'AssociationEvent' && parentID !== undefined) return;
  for (const list of [event.epcList, event.childEPCs, event.outputEPCList, event.inputEPCList]) list.forEach(take);
  const classes = [event.quantityList, event.childQuantityList, event.outputQuantityList, event.inputQuantityList];
  for (const list of classes) for (const { epcClass } of list) take(epcClass);
}

function referenceTo(uri: string, issuer: string): SubjectReference | undefined {
  const { names, value } = readIdentifier(uri.trim());
  const kind = KINDS[names];
  if (kind === undefined || value === '' || value.length > LONGEST) return undefined;
  return { kind, value, issuer: names === 'other' ? issuer : (ISSUERS[names] ?? GS1) };
}

/** Where nothing encloses them, items are what a case is about: reports of one item meet by it. */
function withFollowedItems(goods: readonly SubjectReference[]): readonly SubjectReference[] {
  const items = goods
    .filter(({ kind, value }) => kind === 'sku' && value.includes('(21)'))
    .slice(0, MOST_FOLLOWED_ITEMS);
  return goods.map((reference) =>
    items.includes(reference) ? { ...reference, kind: 'tracking' as const } : reference,
  );
}

type Paper = NonNullable<EpcisEvent['bizTransactionList']>[number];

/** CBV 2.0, 8.5.2: a number of a party is `urn:epcglobal:cbv:bt:` with the party's GLN and the number. */
function paperOf({ type, bizTransaction }: Paper, issuer: string): SubjectReference | undefined {
  const uri = bizTransaction.trim();
  const { names, value } = readIdentifier(uri);
  if (names === 'shipment' || names === 'consignment' || names === 'person') return referenceTo(uri, issuer);
  const kind = kindOfPaper(type);
  if (kind === undefined) return undefined;
  const [, party, number] = /^urn:epcglobal:cbv:bt:(\d{13}):(.+)$/i.exec(uri) ?? [];
  const found =
    party !== undefined && number !== undefined
      ? { kind, value: unescaped(number), issuer: party }
      : { kind, value, issuer: names === 'document' ? GS1 : issuer };
  return found.value === '' || found.value.length > LONGEST ? undefined : found;
}

function kindOfPaper(type: string | undefined): SubjectReference['kind'] | undefined {
  if (type === undefined) return 'customer_reference';
  const term = readTerm(type, 'btt', businessTransaction);
  return 'word' in term ? businessTransaction.get(term.word) : 'customer_reference';
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return text;
  }
}
