import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { FileStatus, Signal } from '../../../lambdas/contracts/index.ts';
import { createFileStatusStore } from '../../../lambdas/inbound/adapters/file-status.dynamo.ts';
import { createFileStore } from '../../../lambdas/inbound/adapters/file-store.ts';
import { createMappingStore } from '../../../lambdas/inbound/adapters/mapping-store.dynamo.ts';
import { createQuarantine } from '../../../lambdas/inbound/adapters/quarantine.dynamo.ts';
import { createRawStore } from '../../../lambdas/inbound/adapters/raw-store.ts';
import { takeInFile } from '../../../lambdas/inbound/adapters/take-in-file.ts';
import type { FileDependencies } from '../../../lambdas/inbound/adapters/take-in-file.ts';
import { anyTranslatorOf } from '../../../lambdas/inbound/formats/any-format.ts';
import type { Arrival } from '../../../lambdas/inbound/read-file-event.ts';
import { openInbound, registerFor } from './inbound-fixture.ts';
import type { InboundFixture, RegisteredSource } from './inbound-fixture.ts';

const HEAD =
  'delivery;shipment;order;sku;lot;picked_at;warehouse;location;quantity_ordered;quantity_picked;unit;reason';
const row = (number: number): string =>
  `${String(80_000_000 + number)};;SO-${String(number)};A-1;;2026-03-02 08:15;Köln;K-01;10;7;PC;`;
const table = (rows: number): string => [HEAD, ...Array.from({ length: rows }, (_, number) => row(number))].join('\n');
const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

let fixture: InboundFixture;
let source: RegisteredSource;
let published: Signal[];
/** Dies when so many signals are published and not noted. */
let diesAfter: number;

beforeEach(async () => {
  fixture = openInbound();
  const wish = { id: 'north', format: 'csv', mapping: 'wms-short-pick', zone: 'Europe/Berlin' };
  source = await registerFor(fixture, wish, 'secret-that-is-long-enough-for-anybody');
  published = [];
  diesAfter = Number.POSITIVE_INFINITY;
});
afterEach(() => fixture.close());

const dependencies = (): FileDependencies => ({
  raw: createRawStore('raw-bucket'),
  publish: (signals) => {
    published.push(...signals);
    return published.length > diesAfter ? Promise.reject(new Error('died')) : Promise.resolve([]);
  },
  quarantine: createQuarantine('reference'),
  mappings: createMappingStore('reference'),
  files: createFileStore('raw-bucket'),
  status: createFileStatusStore('reference'),
  sources: { byId: () => Promise.resolve(source.registration) },
  heard: { note: () => Promise.resolve() },
  translatorOf: anyTranslatorOf,
});
async function put(name: string, body: string, at = '2026-03-02T09:00:00.000Z'): Promise<Arrival> {
  const key = `inbox/north/${name}`;
  await fixture.call('s3', 'PutObject', { Bucket: 'raw-bucket', Key: key, Body: Buffer.from(body) });
  return { sourceId: 'north', name, key, versionId: undefined, bytes: Buffer.byteLength(body), at };
}
const take = (arrival: Arrival): Promise<FileStatus | undefined> => takeInFile(dependencies(), arrival, TRACE);

describe('a file', () => {
  it('that another function reads is handed to it and not touched; where that fails, it comes again', async () => {
    const arrival = await put('picks.csv', table(3));
    const handed: Arrival[] = [];
    let fails = true;
    const readerOf = () => (given: Arrival) => {
      handed.push(given);
      return fails ? Promise.reject(new Error('the other died')) : Promise.resolve();
    };
    await expect(takeInFile({ ...dependencies(), readerOf }, arrival, TRACE)).rejects.toThrow('the other died');
    fails = false;
    expect(await takeInFile({ ...dependencies(), readerOf }, arrival, TRACE)).toBeUndefined();
    expect(handed).toEqual([arrival, arrival]);
    expect(published).toHaveLength(0);
    // Nothing stands in the way of whoever reads it.
    expect(await take(arrival)).toMatchObject({ state: 'taken', signals: 3 });
  });

  it('whose notification comes twice is taken once, and says nothing the second time', async () => {
    const arrival = await put('picks.csv', table(3));
    expect(await take(arrival)).toMatchObject({ state: 'taken', read: 3, signals: 3 });
    expect(await take(arrival)).toBeUndefined();
    expect(published).toHaveLength(3);
  });

  it('that is sent again under another name has no effect, and whoever sent it learns why', async () => {
    await take(await put('picks.csv', table(3)));
    const again = await put('picks (1).csv', table(3), '2026-03-02T10:00:00.000Z');
    expect(await take(again)).toMatchObject({ state: 'repeated' });
    expect(published).toHaveLength(3);
  });

  it('that was broken off goes on behind what was noted; what was passed on and not noted has the same ids', async () => {
    const arrival = await put('picks.csv', table(1_200));
    diesAfter = 600;
    await expect(take(arrival)).rejects.toThrow('died');
    expect(published).toHaveLength(1_000);
    diesAfter = Number.POSITIVE_INFINITY;
    expect(await take(arrival)).toMatchObject({ state: 'taken', read: 1_200 });
    // 500 were noted; the 500 after them go out twice, the first 500 do not.
    expect(published).toHaveLength(1_700);
    expect(new Set(published.map(({ id }) => id)).size).toBe(1_200);
  });

  it('with bad rows is one payload in quarantine, however often it is read', async () => {
    const arrival = await put('picks.csv', `${table(1)}\n80000009;;SO-9;A-9;;yesterday;Köln;K-03;5;4;PC;`);
    diesAfter = 0;
    await expect(take(arrival)).rejects.toThrow('died');
    diesAfter = Number.POSITIVE_INFINITY;
    expect(await take(arrival)).toMatchObject({ rejected: 1 });
    const { items } = await createQuarantine('reference').list('north', { limit: 10 });
    const digest = arrival.key === '' ? '' : (await createFileStatusStore('reference').list('north', 1))[0]?.digest;
    expect(items.map(({ id }) => id)).toEqual([deriveId('rcp', 'north', digest ?? '')]);
  });

  it('that is gone when it is looked at is nothing to do', async () => {
    const arrival = await put('picks.csv', table(1));
    await fixture.call('s3', 'DeleteObject', { Bucket: 'raw-bucket', Key: arrival.key });
    expect(await take(arrival)).toBeUndefined();
    expect(await take({ ...arrival, versionId: 'none-of-ours' })).toBeUndefined();
  });
});
