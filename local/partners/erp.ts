import { createConditionalWrites, etagOf } from './conditional-writes.ts';
import { createCsrfGuard } from './csrf.ts';
import type { CsrfGuard } from './csrf.ts';
import { createDocuments } from './documents.ts';
import type { Documents, Known } from './documents.ts';
import { deliveryNumberOf, madeUpOrder } from './made-up.ts';
import {
  ENTITY_SETS,
  INBOUND_DELIVERY,
  ORDER_WITHOUT_CHARGE,
  OUTBOUND_DELIVERY,
  PURCHASE_ORDER,
  SALES_ORDER,
  SUPPLY_DEMAND,
} from './erp-model.ts';
import type { EntitySet } from './erp-model.ts';
import { createErpOrders } from './erp-orders.ts';
import { createErpSupply } from './erp-supply.ts';
import type { ErpSupply } from './erp-supply.ts';
import { shelvesOf } from './kept.ts';
import type { Equality } from './odata-filter.ts';
import { readQuery, refusalOf, showEntity, showList, showOne, showService, versionOf } from './odata.ts';
import { createSystem, decodePath } from './system.ts';
import type { SystemPartner } from './system.ts';
import type { Document, PartnerOptions } from './types.ts';

export interface ErpPartner extends SystemPartner, Pick<ErpSupply, 'putComing' | 'putSupply'> {
  /** Its sessions end: tokens that were fetched are good no longer. */
  endSessions(): void;
}

/** An ERP with the interface of SAP S/4HANA: OData V4 and V2, optimistic locking, CSRF tokens. `put` takes fields of the sales order, and `DeliveryPriority` of its delivery. */
export function createErp(options: PartnerOptions): ErpPartner {
  const shelf = shelvesOf(options);
  const write = createConditionalWrites(shelf('writes'));
  const csrf = createCsrfGuard();
  const withoutCharge = createDocuments(() => ({}), shelf('orders without charge'));
  const supply = createErpSupply(options.now);
  const finder = { supply, csrf };
  const system = createSystem(options, {
    name: 'erp',
    makeUp: (reference) => madeUpOrder(reference, options.now()),
    unauthorized: () =>
      refusalOf(SALES_ORDER)(401, 'Unauthorized', 'Log on.', { 'www-authenticate': 'Basic realm="SAP"' }),
    respond: async (request, documents) => {
      const url = new URL(request.url);
      const target = targetOf(decodePath(url.pathname));
      const root = serviceAt(decodePath(url.pathname));
      if (root !== undefined && request.method === 'GET') return withToken(showService(root), request, csrf);
      if (target === undefined) return refusalOf(SALES_ORDER)(404, 'NotFound', 'There is no such resource.');
      const { set, key } = target;
      const store = set === ORDER_WITHOUT_CHARGE ? withoutCharge : documents;
      if (request.method === 'GET') return read(request, target, store, finder);
      const refused = csrf.refuse(request);
      if (refused !== undefined) return refused;
      if (request.method === 'POST' && key === undefined && set.creatable !== undefined)
        return createErpOrders(set, store)(request);
      const known = key === undefined ? undefined : byKey(set, key, store);
      if (request.method !== 'PATCH' || key === undefined || set.updatable.length === 0)
        return refusalOf(set)(405, 'MethodNotAllowed', 'This is not done here.');
      if (known === undefined) return refusalOf(set)(404, 'NotFound', `There is no ${set.name} ${key}.`);
      return write(
        request,
        { reference: known.reference, known, documents: store },
        {
          fields: Object.fromEntries(set.updatable.map((name) => [name, 'string'])),
          hasKeys: false,
          refuse: refusalOf(set),
          done: (etag, after) =>
            request.headers.get('prefer')?.includes('return=minimal') === true || set.version === 2
              ? new Response(null, { status: 204, headers: { ...versionOf(set), etag } })
              : showOne(set, viewOf(set, after), etag),
        },
      );
    },
  });
  return { ...system, putComing: supply.putComing, putSupply: supply.putSupply, endSessions: csrf.forget };
}

/** Every order was sold by somebody to somebody. */
const ORGANIZATION = {
  SalesOrganization: '1010',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '10100001',
};

interface Target {
  readonly set: EntitySet;
  readonly key: string | undefined;
}

function targetOf(path: string): Target | undefined {
  const set = ENTITY_SETS.find(({ service, name }) => path.startsWith(`${service}/${name}`));
  if (set === undefined) return undefined;
  const rest = path.slice(`${set.service}/${set.name}`.length);
  if (rest === '') return { set, key: undefined };
  const literal = new RegExp(String.raw`^\((?:${set.key}=)?'(.*)'\)$`).exec(rest)?.[1];
  return literal === undefined ? undefined : { set, key: literal.replaceAll("''", "'") };
}

interface Finder {
  readonly supply: ErpSupply;
  readonly csrf: CsrfGuard;
}

const OF_SUPPLY: readonly EntitySet[] = [INBOUND_DELIVERY, PURCHASE_ORDER, SUPPLY_DEMAND];

function read(request: Request, { set, key }: Target, documents: Documents, { supply, csrf }: Finder): Response {
  const query = readQuery(set, new URL(request.url).searchParams, key === undefined);
  if (query instanceof Response) return query;
  const accept = request.headers.get('accept') ?? '';
  const show = (known: Known): Document => showEntity(set, { ...known, document: viewOf(set, known) }, query, accept);
  let answer: Response;
  if (key === undefined) {
    const all = OF_SUPPLY.includes(set)
      ? supply.find(set, query.equalities)
      : find(set, leaving(set, query.equalities, supply), documents);
    const found = all.slice(0, query.top);
    answer = showList(set, found.map(show));
  } else {
    const known = byKey(set, key, documents);
    if (known === undefined) return refusalOf(set)(404, 'NotFound', `There is no ${set.name} ${key}.`);
    answer = showOne(set, show(known), etagOf(known));
  }
  return withToken(answer, request, csrf);
}

function withToken(answer: Response, request: Request, csrf: CsrfGuard): Response {
  for (const [name, value] of Object.entries(csrf.issue(request))) answer.headers.set(name, value);
  return answer;
}

/** The root of a service shows its entity sets. */
function serviceAt(path: string): readonly EntitySet[] | undefined {
  const sets = ENTITY_SETS.filter(({ service }) => path === `${service}/`);
  return sets.length === 0 ? undefined : sets;
}

function byKey(set: EntitySet, key: string, documents: Documents): Known | undefined {
  if (set !== OUTBOUND_DELIVERY) return documents.find((document) => document[set.key] === key);
  return find(set, [{ property: set.key, literal: key }], documents)[0];
}

/** What comes to us does not leave us. */
function leaving(set: EntitySet, equalities: readonly Equality[], supply: ErpSupply): readonly Equality[] {
  const isComing = set === OUTBOUND_DELIVERY && equalities.some(({ literal }) => supply.isComing(literal));
  return isComing ? [] : equalities;
}

function find(set: EntitySet, alternatives: readonly Equality[], documents: Documents): readonly Known[] {
  if (set === OUTBOUND_DELIVERY) return documents.resolve(alternatives.map(({ literal }) => literal));
  const found = alternatives.flatMap(
    ({ property, literal }) => documents.find((document) => document[property] === literal) ?? [],
  );
  if (found.length > 0 || set === ORDER_WITHOUT_CHARGE) return [...new Set(found)];
  // An order that is asked for by its number exists, unless it is known that it does not.
  const fresh = alternatives.find(({ literal }) => literal !== '' && literal.length <= 10 && !documents.has(literal));
  if (fresh === undefined) return [];
  const [made] = documents.resolve([fresh.literal]);
  return made === undefined ? [] : [documents.change(made, { [fresh.property]: fresh.literal })];
}

/** What an entity set shows of a document: deliveries and orders are kept as one. */
function viewOf(set: EntitySet, { reference, document }: Known): Document {
  if (set === SALES_ORDER) return { ...ORGANIZATION, ...document };
  if (set !== OUTBOUND_DELIVERY) return document;
  return {
    DeliveryDocument: deliveryNumberOf(reference),
    BillOfLading: reference,
    DeliveryPriority: document['DeliveryPriority'] ?? '',
    to_DeliveryDocumentItem: [{ DeliveryDocumentItem: '000010', ReferenceSDDocument: document['SalesOrder'] ?? '' }],
  };
}
