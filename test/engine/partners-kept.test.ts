import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepIn } from '../../local/partners/index.ts';
import { bodyOf, KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

/** What was written to a system of record, and what reached somebody, is there when the machine is started again on its folder. */

let folder: string;
const closing: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  rmSync(folder, { recursive: true });
});

/** As each start does; what was open before is left as a kill leaves it. A day later, so that what depends on the time would be made up anew. */
function begin(days = 0): TestWorld {
  const { keep, close } = keepIn(join(folder, 'partners.sqlite'));
  closing.push(close);
  const world = openPartners({ offers: true, keep });
  world.clock.now = NOW + days * 24 * 3_600_000;
  return world;
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const send = ({ ask }: TestWorld, method: string, target: string, { body, headers = {} }: Sent = {}) =>
  ask(target, {
    method,
    headers: { ...KEY, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const ORDER = `erp/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder`;
const FREE = `erp/sap/opu/odata/sap/API_SALES_ORDER_WITHOUT_CHARGE_SRV/A_SalesOrderWithoutCharge`;

async function session(world: TestWorld, target: string): Promise<Record<string, string>> {
  const { headers } = await send(world, 'GET', target, { headers: { 'x-csrf-token': 'Fetch' } });
  return {
    'x-csrf-token': headers.get('x-csrf-token') ?? '',
    cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
}

describe('a system of record', () => {
  test('shows tomorrow what it has shown today, made up as it is, each system for itself', async () => {
    const asked = [
      `${ORDER}?$filter=SalesOrder eq '4500012345'`,
      'tms/api/v1/shipments?reference=SO-1',
      'wms/api/v1/stock?reference=SO-1',
      'procurement/api/v1/purchase-orders?number=4500000001',
      'trade/api/v1/declarations?mrn=26DE1',
      'documents/api/v1/documents?reference=SO-1',
      'finance/api/v1/invoices?number=INV-1',
    ];
    const first = begin();
    const shown = [];
    for (const target of asked) shown.push(await textOf(first.ask(target)));
    const [later, never] = [begin(40), openPartners({ offers: true })];
    never.clock.now = later.clock.now;
    const [again, anew] = [[] as string[], [] as string[]];
    for (const target of asked) {
      again.push(await textOf(later.ask(target)));
      anew.push(await textOf(never.ask(target)));
    }
    expect(again).toEqual(shown);
    // Else this would hold of what is not kept, too.
    expect(anew).not.toEqual(shown);
    expect(await textOf(later.ask(`${ORDER.replace('erp', 'erpna')}('4500012345')`))).toContain(
      'There is no SalesOrder',
    );
  });

  test('the ERP has the change, under the tag that was answered, and takes the next one under it', async () => {
    const first = begin();
    await first.ask(`${ORDER}?$filter=SalesOrder eq '4500012345'`);
    const headers = await session(first, `${ORDER}('4500012345')`);
    const changed = await send(first, 'PATCH', `${ORDER}('4500012345')`, {
      body: { ShippingCondition: '02' },
      headers: { ...headers, 'if-match': 'W/"2"' },
    });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, 'W/"3"']);

    const second = begin(1);
    const read = await second.ask(`${ORDER}('4500012345')`);
    expect(read.headers.get('etag')).toBe('W/"3"');
    expect(await read.json()).toMatchObject({ ShippingCondition: '02' });
    // Sessions end with the server: https://userapps.support.sap.com/sap/support/knowledge/en/3048103
    const stale = await send(second, 'PATCH', `${ORDER}('4500012345')`, { body: {}, headers });
    expect(stale.status).toBe(403);
    const next = await send(second, 'PATCH', `${ORDER}('4500012345')`, {
      body: { ShippingCondition: '01' },
      headers: { ...(await session(second, `${ORDER}('4500012345')`)), 'if-match': 'W/"3"' },
    });
    expect([next.status, next.headers.get('etag')]).toEqual([200, 'W/"4"']);
  });

  test('an order without charge is found by the number of the customer, and the next one has another number', async () => {
    const make = async (world: TestWorld, number: string) =>
      (
        await bodyOf(
          send(world, 'POST', FREE, {
            body: {
              SalesOrderWithoutChargeType: 'CBFD',
              SalesOrganization: '1010',
              DistributionChannel: '10',
              OrganizationDivision: '00',
              SoldToParty: '10100001',
              PurchaseOrderByCustomer: number,
            },
            headers: await session(world, FREE.replace(/\/[^/]+$/, '/')),
          }),
        )
      ).d.SalesOrderWithoutCharge;
    const one = await make(begin(), 'ours-1');
    const second = begin(1);
    const found = await bodyOf(second.ask(`${FREE}?$filter=PurchaseOrderByCustomer eq 'ours-1'`));
    expect(found.d.results).toMatchObject([{ SalesOrderWithoutCharge: one }]);
    expect(await make(second, 'ours-2')).not.toBe(one);
  });

  test.each<readonly [string, string, string, Sent]>([
    [
      'TMS',
      'PATCH',
      'tms/api/v1/shipments/SHIPMENT',
      { body: { status: 'expedited' }, headers: { 'if-match': '*', 'idempotency-key': 'key-1' } },
    ],
    [
      'WMS',
      'POST',
      'wms/api/v1/holds',
      { body: { sku: 'A', site: 'S', reason: 'wet' }, headers: { 'idempotency-key': 'key-1' } },
    ],
    [
      'WMS, of another site',
      'PATCH',
      'wms/api/v1/reallocations/ours-1',
      { body: { sku: 'A', units: 3 }, headers: { 'if-none-match': '*', 'idempotency-key': 'key-1' } },
    ],
    [
      'procurement',
      'PATCH',
      'procurement/api/v1/allocations/ours-1',
      { body: { sku: 'A', units: 3 }, headers: { 'if-none-match': '*', 'idempotency-key': 'key-1' } },
    ],
    [
      'finance',
      'PATCH',
      'finance/api/v1/invoices/INV-7',
      { body: { paymentBlock: 'A' }, headers: { 'if-match': 'W/"1"', 'idempotency-key': 'key-1' } },
    ],
    [
      'documents',
      'POST',
      'documents/api/v1/documents',
      {
        body: { reference: 'SO-1', kind: 'pod', title: 'POD', mediaType: 'text/plain', content: 'YQ==' },
        headers: { 'idempotency-key': 'key-1' },
      },
    ],
  ])('%s: the same request once more changes nothing, and answers what was done', async (_, method, target, sent) => {
    const first = begin();
    const [{ id }] = (await bodyOf(first.ask('tms/api/v1/shipments?reference=SO-1'))).shipments;
    const to = target.replace('SHIPMENT', id);
    const done = await send(first, method, to, sent);
    expect(done.status).toBeLessThan(300);
    const body = await done.json();
    const again = await send(begin(1), method, to, sent);
    expect([again.status, again.headers.get('etag')]).toEqual([200, done.headers.get('etag')]);
    expect(await again.json()).toEqual(body);
  });

  test('the CRM has the case under its key', async () => {
    const target = 'crm/services/data/v62.0/sobjects/Case/Fairlead_Key__c/ours-1';
    const made = await bodyOf(send(begin(), 'PATCH', target, { body: { Subject: 'Late' } }));
    const second = begin(1);
    expect(await bodyOf(second.ask(target))).toMatchObject({ Id: made.id, Subject: 'Late' });
    const changed = await send(second, 'PATCH', target, { body: { Status: 'Closed' } });
    expect([changed.status, await changed.json()]).toMatchObject([200, { id: made.id, created: false }]);
  });
});

describe('what reached somebody', () => {
  const slack = (world: TestWorld, method: string, body: unknown) =>
    bodyOf(send(world, 'POST', `slack/api/${method}`, { body, headers: { 'content-type': 'application/json' } }));

  test('a message in Slack can be changed, stands where it stood, and the next one comes after it', async () => {
    const first = begin();
    const one = await slack(first, 'chat.postMessage', { channel: 'U1', text: 'one' });
    const two = await slack(first, 'chat.postMessage', { channel: 'U1', text: 'two' });
    const second = begin();
    expect(await slack(second, 'chat.update', { channel: 'D1', ts: one.ts, text: 'one, seen' })).toMatchObject({
      ok: true,
    });
    const three = await slack(second, 'chat.postMessage', { channel: 'U1', text: 'three' });
    expect([one.ts, two.ts, three.ts].toSorted()).toEqual([one.ts, two.ts, three.ts]);
    const third = begin();
    expect(third.partners.slack.messages.map(({ text }) => text)).toEqual(['one, seen', 'two', 'three']);
  });

  test('mails, texts, cards and webhooks are there, in order', async () => {
    const first = begin();
    const mail = (subject: string) => ({ at: NOW, from: 'a', to: ['b'], subject, text: '', html: '' });
    for (const subject of ['one', 'two']) first.partners.mailbox.deliver(mail(subject));
    first.partners.phones.deliver({ at: NOW, from: '1', to: '2', text: 'three' });
    await send(first, 'POST', 'sink/pager', { body: { four: 4 } });
    await send(first, 'POST', 'teams/desk', {
      body: {
        type: 'message',
        attachments: [
          { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', body: [] } },
        ],
      },
    });
    begin().partners.mailbox.deliver(mail('five'));
    const { mailbox, phones, sink, teams } = begin().partners;
    expect(mailbox.mails.map(({ subject }) => subject)).toEqual(['one', 'two', 'five']);
    expect(phones.texts).toEqual(first.partners.phones.texts);
    expect(sink.received).toEqual(first.partners.sink.received);
    expect(teams.cards).toEqual(first.partners.teams.cards);
    expect([phones.texts.length, sink.received.length, teams.cards.length]).toEqual([1, 1, 1]);
  });

  test('of webhooks the last thousand, also over a restart', async () => {
    const first = begin();
    for (let index = 0; index < 1_003; index += 1) await send(first, 'POST', `sink/${String(index)}`, { body: {} });
    const second = begin();
    expect(second.partners.sink.received.length).toBe(1_000);
    expect(second.partners.sink.received[0]?.path).toBe('/3');
    await send(second, 'POST', 'sink/next', { body: {} });
    expect(
      begin()
        .partners.sink.received.map(({ path }) => path)
        .slice(-2),
    ).toEqual(['/1002', '/next']);
  });
});
