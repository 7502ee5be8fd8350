import { beforeAll, describe, expect, test } from 'vitest';
import type { Action, ActionType, Case } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import type { SystemName } from '../../local/partners/index.ts';
import { linkIn } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

type Approver = keyof typeof PEOPLE | { readonly byLink: string };

/** An action of a type from its proposal to the system that it changes. */
interface Row {
  readonly type: ActionType;
  /** Whose case it is: a key of `REPORTS`. */
  readonly of: keyof typeof REPORTS;
  /** What a person proposes; absent: the playbook does. */
  readonly asks?: object;
  /** Absent: automatic. */
  readonly approvedBy?: Approver;
  readonly writes: readonly [system: SystemName, method: string, path: RegExp];
  /** By which the system makes it once. */
  readonly once: readonly string[];
  /** What the system says afterwards. */
  readonly says: (world: World, made: Action) => Promise<unknown>;
  readonly expected: unknown;
}

const REPORTS = {
  failed: { type: 'transport.delivery_failed', references: [{ kind: 'shipment', value: 'CAT-1' }] },
  damaged: { type: 'cargo.damaged', references: [{ kind: 'shipment', value: 'CAT-2' }] },
  disputed: { type: 'finance.invoice_dispute', references: [{ kind: 'invoice', value: '5105600001' }] },
  short: { type: 'inventory.shortfall', references: [{ kind: 'delivery', value: 'CAT-4' }] },
  supply: { type: 'supply.shortfall', references: [{ kind: 'delivery', value: 'CAT-5' }] },
  held: { type: 'compliance.customs_hold', references: [{ kind: 'container', value: 'MSCU1234565' }] },
  late: { type: 'transport.delay', references: [{ kind: 'shipment', value: 'CAT-7' }] },
} as const;

/** What a system says of a document, asked beside the application. */
const asked = (system: SystemName, path: string) => async (world: World) => {
  const request = new Request(`http://${system}.partner.test${path}`, { headers: { authorization: 'Bearer x' } });
  return (await world.partners.handle(request)).json();
};
const ORDERS = '/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder';
const block = (order: string) => async (world: World) =>
  ((await asked('erp', `${ORDERS}('${order}')`)(world)) as any).DeliveryBlockReason;
const madeAt =
  (system: SystemName, collection: string) =>
  (world: World, { subject }: Action) =>
    asked(system, `/api/v1/${collection}/${subject}`)(world);
const WITHOUT_CHARGE = '/sap/opu/odata/sap/API_SALES_ORDER_WITHOUT_CHARGE_SRV/A_SalesOrderWithoutCharge';
const sentAgain = async (world: World, { subject }: Action) => {
  const query = `$filter=PurchaseOrderByCustomer eq '${subject}'&$expand=to_Item&$format=json&$top=5`;
  return ((await asked('erp', `${WITHOUT_CHARGE}?${query}`)(world)) as any).d.results;
};
const TAG = ['if-match', 'idempotency-key'];
const KEY = ['if-none-match', 'idempotency-key'];

const ROWS: readonly Row[] = [
  {
    type: 'shipment_status',
    of: 'failed',
    approvedBy: 'treasurer',
    writes: ['tms', 'PATCH', /\/shipments\/SHP-1$/],
    once: TAG,
    says: asked('tms', '/api/v1/shipments/SHP-1'),
    expected: { status: 'redelivery_requested' },
  },
  {
    type: 'order_hold',
    of: 'damaged',
    approvedBy: 'treasurer',
    writes: ['erp', 'PATCH', /SalesOrder\('4500002'\)$/],
    // SAP knows no key: the tag alone keeps a change from being made twice.
    once: ['if-match'],
    says: block('4500002'),
    expected: '01',
  },
  {
    type: 'replacement_order',
    of: 'damaged',
    writes: ['erp', 'POST', /A_SalesOrderWithoutCharge$/],
    once: [],
    says: sentAgain,
    expected: [{ ReferenceSDDocument: '4500002', SoldToParty: '10100001' }],
  },
  {
    type: 'payment_hold',
    of: 'disputed',
    approvedBy: 'treasurer',
    writes: ['finance', 'PATCH', /\/invoices\/5105600001$/],
    once: TAG,
    says: asked('finance', '/api/v1/invoices/5105600001'),
    expected: { paymentBlock: 'R' },
  },
  {
    type: 'stock_reallocation',
    of: 'short',
    approvedBy: { byLink: 'sofia.lindqvist@example.com' },
    writes: ['wms', 'PATCH', /\/reallocations\/FL-/],
    once: KEY,
    says: madeAt('wms', 'reallocations'),
    expected: { sku: 'SKU-4', fromSite: 'Lyon', toSite: 'Ghent', units: 30, status: 'open' },
  },
  {
    type: 'supplier_allocation',
    of: 'supply',
    approvedBy: 'treasurer',
    writes: ['procurement', 'PATCH', /\/allocations\/FL-/],
    once: KEY,
    says: madeAt('procurement', 'allocations'),
    expected: { supplier: 'Corvo Castings', sku: 'SKU-5', units: 12, status: 'open' },
  },
  {
    type: 'document_attachment',
    of: 'held',
    writes: ['documents', 'PATCH', /\/attachments\/FL-/],
    once: KEY,
    says: asked('documents', '/api/v1/documents?reference=26GB12345678901234'),
    expected: { documents: [{ id: 'DOC-2', kind: 'certificate_of_origin' }] },
  },
  {
    type: 'service_case',
    of: 'late',
    writes: ['crm', 'PATCH', /\/sobjects\/Case\/Fairlead_Key__c\/FL-/],
    // The external id in the path makes it once.
    once: [],
    says: (world) => Promise.resolve(world.partners.crm.cases.map(({ fields }) => fields)),
    expected: [{ Shipment_Reference__c: 'CAT-7', Status: 'New' }],
  },
  {
    type: 'penalty_review',
    of: 'late',
    writes: ['finance', 'PATCH', /\/penalty-reviews\/FL-/],
    once: KEY,
    says: madeAt('finance', 'penalty-reviews'),
    expected: { reference: 'CAT-7', amount: '1200.00', currency: 'EUR', status: 'open' },
  },
  {
    type: 'customer_credit',
    of: 'late',
    asks: { change: { order: '4500007', amount: '40.00', currency: 'EUR' } },
    writes: ['finance', 'PATCH', /\/credits\/FL-/],
    once: KEY,
    says: madeAt('finance', 'credits'),
    expected: { order: '4500007', amount: '40.00', currency: 'EUR', status: 'open' },
  },
];

/** What ends what one of the first has begun. */
const RELEASES: readonly Row[] = [
  {
    type: 'order_release',
    of: 'damaged',
    asks: { subject: '4500002', change: { deliveryBlock: '' }, basis: { deliveryBlock: '01' } },
    approvedBy: 'treasurer',
    writes: ['erp', 'PATCH', /SalesOrder\('4500002'\)$/],
    once: ['if-match'],
    says: block('4500002'),
    expected: '',
  },
  {
    type: 'payment_release',
    of: 'disputed',
    asks: { subject: '5105600001', change: { paymentBlock: '' }, basis: { paymentBlock: 'R' } },
    approvedBy: 'treasurer',
    writes: ['finance', 'PATCH', /\/invoices\/5105600001$/],
    once: TAG,
    says: asked('finance', '/api/v1/invoices/5105600001'),
    expected: { paymentBlock: '' },
  },
];

interface Write {
  readonly system: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly status: number;
}
const seen: Write[] = [];
const writesTo = (system: SystemName, part: string | RegExp, method = 'PATCH'): readonly Write[] =>
  seen.filter((one) => {
    const path = decodeURIComponent(new URL(one.url).pathname);
    const fits = typeof part === 'string' ? path.includes(part) : part.test(path);
    return one.system === system && one.method === method && fits;
  });

let world: World;
const cases = new Map<string, Case>();
const pathOf = ({ of }: Row): string => `/v1/cases/${cases.get(of)!.id}/actions`;

async function actionOf(row: Row): Promise<Action> {
  const { actions } = (await world.as(PEOPLE.lead.email).get(pathOf(row))).json;
  const found = actions.filter(({ type }: Action) => type === row.type);
  expect(found, row.type).toHaveLength(1);
  return found[0];
}

/** The first write of each kind to each document is done and its answer lost. */
const lost = new Set<string>();

beforeAll(async () => {
  world = await openWorld({
    startAt: '2026-03-03T09:00:00Z',
    aroundPartners: async (request, _caller, answer) => {
      const { method, url, headers } = request;
      const system = new URL(url).hostname.split('.')[0]!;
      const isWrite = method !== 'GET' && system !== 'slack';
      const kept = new Headers(headers);
      const body = isWrite ? await request.clone().text() : '';
      const given = await answer();
      if (!isWrite) return given;
      seen.push({ system, method, url, headers: kept, status: given.status });
      const about = `${method} ${url} ${body}`;
      if (given.ok && !lost.has(about)) {
        lost.add(about);
        throw new TypeError('fetch failed');
      }
      return given;
    },
  });
  know();
  // The warehouse has put aside what arrived broken.
  await world.partners.handle(
    new Request('http://wms.partner.test/api/v1/holds', {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json', 'idempotency-key': 'by-hand' },
      body: JSON.stringify({ sku: 'SKU-2', site: 'Ghent', units: 6, reason: 'crushed' }),
    }),
  );
  await report(10);
  await world.advance(MINUTE);
  for (const record of await world.cases()) {
    const ofReport = ([, { references }]: (typeof NAMED)[number]): boolean =>
      record.references.some(({ value }) => value === references[0].value);
    cases.set(NAMED.find(ofReport)![0], record);
  }
  for (const row of ROWS) before.set(row.type, row.asks === undefined ? await actionOf(row) : await propose(row));
  writtenBefore.push(...seen);
  for (const row of ROWS) await approve(row);
  // SAP knows no key: what it may still be at is not written again before it must have ended, eleven minutes later.
  await world.advance(15 * MINUTE);
});

const NAMED = Object.entries(REPORTS);
const before = new Map<ActionType, Action>();
const writtenBefore: Write[] = [];

async function report(minutesAgo: number): Promise<void> {
  const occurredAt = new Date(world.now() - minutesAgo * MINUTE).toISOString();
  for (const [, { type, references }] of NAMED)
    expect((await world.postSignal({ kind: 'exception', type, references, occurredAt })).status).toBe(202);
}

async function propose(row: Row): Promise<Action> {
  const body = { type: row.type, reason: 'It is agreed.', ...row.asks };
  const { json } = await world.as(PEOPLE.responder.email).post(pathOf(row), body);
  expect(json, row.type).toMatchObject({ outcome: 'changed' });
  return json.action;
}

function know(): void {
  const { erp, tms, crm, wms, procurement, trade, documents, finance } = world.partners;
  const order = (SalesOrder: string) => ({
    SalesOrder,
    TotalNetAmount: '300.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(world.now() + 90 * HOUR).toISOString()),
  });
  const customer = (tier: string) => ({ name: 'Harbor Point Clinic', tier });
  for (const [index, { references }] of Object.values(REPORTS).entries()) {
    const { value } = references[0];
    erp.put(value, order(`450000${index + 1}`));
    tms.put(value, { id: `SHP-${index + 1}`, mode: 'road', status: 'delivery_failed' });
    crm.put(value, value === 'CAT-7' ? { ...customer('Gold'), penalty: 1200, currency: 'EUR' } : customer('Silver'));
    trade.put(value, null);
    procurement.put(value, null);
    documents.put(value, null);
    finance.put(value, null);
    wms.put(value, null);
  }
  const sites = [
    { site: 'Ghent', availableUnits: 2 },
    { site: 'Lyon', availableUnits: 40 },
  ];
  wms.put('CAT-2', { sku: 'SKU-2', sites, holds: [] });
  wms.put('CAT-4', { sku: 'SKU-4', sites, shortage: { site: 'Ghent', units: 30 } });
  wms.put('CAT-5', { sku: 'SKU-5', sites: [], shortage: { site: 'Ghent', units: 12 } });
  procurement.put('CAT-5', {
    id: '4500100001',
    supplier: 'Arden Components',
    sku: 'SKU-5',
    alternatives: [
      { supplier: 'Belmont Packaging', availableUnits: 500, leadTimeDays: 2, isApproved: false },
      {
        supplier: 'Corvo Castings',
        availableUnits: 500,
        leadTimeDays: 5,
        isApproved: true,
        netAmount: '900.00',
        currency: 'EUR',
      },
    ],
  });
  trade.put('MSCU1234565', {
    mrn: '26GB12345678901234',
    status: 'held',
    missingDocuments: ['certificate_of_origin', 'import_licence'],
  });
  const file = (id: string, kind: string) => ({ id, kind, title: kind, mediaType: 'application/pdf', bytes: 1 });
  documents.put('MSCU1234565', { files: [file('DOC-1', 'packing_list'), file('DOC-2', 'certificate_of_origin')] });
  documents.put('26GB12345678901234', { files: [] });
  finance.put('5105600001', { id: '5105600001', amount: '4000.00', currency: 'EUR', status: 'open', paymentBlock: '' });
}

/** What the journal says of one action, in order. */
async function saidOf({ caseId, id }: Action): Promise<readonly string[]> {
  const entries = await world.journal(caseId);
  return entries.flatMap(({ happening }) =>
    happening.what.startsWith('Action') && 'actionId' in happening && happening.actionId === id ? [happening.what] : [],
  );
}

function writesOf({ writes: [system, method, path] }: Row): readonly Write[] {
  return writesTo(system, path, method);
}

async function approve(row: Row): Promise<void> {
  const { approvedBy } = row;
  if (approvedBy === undefined) return;
  const { id, digest } = await actionOf(row);
  if (typeof approvedBy === 'string') {
    const answer = await world.as(PEOPLE[approvedBy].email).post(`${pathOf(row)}/${id}/approve`, { digest });
    expect(answer.json, row.type).toMatchObject({ outcome: 'changed' });
    return;
  }
  const mail = world.told.find(({ to, headline }) => to === approvedBy.byLink && headline.includes('Approve?'))?.mail;
  const page = await world.request('POST', linkIn(mail?.text ?? ''), { body: 'decision=approve' });
  expect(page.text).toContain('Approved');
}

/** Written once under what keeps it from being written twice, and in the journal as it went: its answer was lost, so it was looked for. */
async function expectDone(row: Row, earlier = 0): Promise<void> {
  const action = await actionOf(row);
  expect(action).toMatchObject({ state: 'confirmed', attempts: 2, system: row.writes[0] });
  const [write, ...more] = writesOf(row).slice(earlier);
  expect([...more]).toEqual([]);
  expect([...write!.headers.keys()]).toEqual(expect.arrayContaining([...row.once]));
  expect(await saidOf(action)).toEqual([
    'ActionProposed',
    ...(row.approvedBy === undefined ? [] : ['ActionApproved']),
    'ActionAttempted',
    'ActionPostponed',
    'ActionAttempted',
    'ActionConfirmed',
  ]);
  const says = await row.says(world, action);
  expect(says).toEqual(partly(row.expected));
}

describe('each type of the catalogue, from its proposal to its system', () => {
  test('what wants an approval is not written before it; what is within its limit waits for nobody', async () => {
    for (const row of ROWS) {
      const { state, proposedBy, governance } = before.get(row.type)!;
      const decision = row.approvedBy === undefined ? 'automatic' : 'approval';
      expect([row.type, governance.decision, proposedBy.kind]).toEqual([
        row.type,
        decision,
        row.asks === undefined ? 'system' : 'person',
      ]);
      if (decision === 'approval') expect([row.type, state]).toEqual([row.type, 'awaiting_approval']);
    }
    const asked = ROWS.filter(({ approvedBy }) => approvedBy !== undefined);
    for (const row of asked)
      expect(
        writtenBefore.filter((one) => writesOf(row).includes(one)),
        row.type,
      ).toEqual([]);
  });

  test.each(ROWS)('$type: written once, though the answer was lost; the system says so', async (row) => {
    await expectDone(row);
  });

  test('a document that customs wants and nobody has is not made up', async () => {
    expect(writesTo('documents', '/attachments/')).toHaveLength(1);
  });

  test('what was held is released by a person who says so and another who agrees, in its own time', async () => {
    const earlier = RELEASES.map((row) => writesOf(row).length);
    expect(earlier).toEqual([1, 1]);
    for (const row of RELEASES) expect(await propose(row)).toMatchObject({ state: 'awaiting_approval' });
    await world.advance(10 * MINUTE);
    expect(RELEASES.map((row) => writesOf(row).length)).toEqual(earlier);
    for (const row of RELEASES) await approve(row);
    await world.advance(5 * MINUTE);
    for (const row of RELEASES) await expectDone(row, 1);
  });

  test('the step that executes runs again, and the same trouble is reported again: nothing is written a second time', async () => {
    const written = seen.length;
    const { stateMachines } = await world.operate('sfn', 'ListStateMachines', {});
    const { stateMachineArn } = stateMachines.find(({ name }: { name: string }) => name.includes('Action'));
    for (const row of [...ROWS, ...RELEASES]) {
      const { id, caseId, generation } = await actionOf(row);
      const traceparent = `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`;
      const input = JSON.stringify({ caseId, actionId: id, generation, traceparent });
      await world.operate('sfn', 'StartExecution', { stateMachineArn, name: `again-${id}`, input });
    }
    await report(0);
    await world.advance(5 * MINUTE);
    expect(seen.slice(written)).toEqual([]);
    // Asked again, it proposes nothing again.
    for (const row of [...ROWS, ...RELEASES]) expect(await actionOf(row)).toMatchObject({ state: 'confirmed' });
  });
});

/** Objects and lists say at least so much. */
function partly(expected: unknown): unknown {
  if (Array.isArray(expected)) return expected.map(partly);
  return typeof expected === 'object' && expected !== null
    ? expect.objectContaining(
        Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, partly(value)])),
      )
    : expected;
}
