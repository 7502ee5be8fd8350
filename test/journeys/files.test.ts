import { describe, expect, test } from 'vitest';
import { outputOf } from '../../bin/set-up/deployment.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';

const SOURCE = {
  id: 'north-warehouse',
  title: 'North warehouse, short picks',
  format: 'csv',
  mapping: 'wms-short-pick',
  zone: 'Europe/Berlin',
  region: 'eu',
  businessUnit: 'retail',
};

/** A table as a warehouse sends it: a title above, semicolons, Windows-1252, three bad rows and three short picks. */
const FILE = Buffer.from(
  [
    'Kurzpicks vom 02.03.2026',
    '',
    'delivery;shipment;order;sku;lot;picked_at;warehouse;location;quantity_ordered;quantity_picked;unit;reason',
    '80000001;;SO-1;A-1;;2026-03-02 08:15;Köln;K-01;10;7;PC;',
    '80000002;;SO-2;A-2;;2026-03-02 08:20;Köln;K-02;5;5;PC;',
    '80000003;;SO-3;A-3;;yesterday;Köln;K-03;5;4;PC;',
    ';;;;;2026-03-02 08:30;Köln;K-04;5;4;PC;',
    '80000004;;SO-4;A-4;;2026-03-02 08:40;Köln;K-05;six;4;PC;',
    "80000005;;SO-5;=cmd|' /C calc'!A0;;2026-03-02 08:45;Köln;K-06;3;0;PC;lost",
    '80000006;;SO-6;A-6;;2026-03-02 08:50;Köln;K-07;8;2;PC;',
  ].join('\r\n'),
  'latin1',
);

const put = async (world: World, name: string, body: Uint8Array | string = FILE): Promise<void> => {
  await world.operate('s3', 'PutObject', {
    Bucket: outputOf(world.deployment, 'RawBucket'),
    Key: `inbox/${SOURCE.id}/${name}`,
    Body: body,
  });
};

const fileItems = async (world: World): Promise<readonly any[]> => {
  const { Items } = await world.operate('dynamodb', 'Query', {
    TableName: outputOf(world.deployment, 'ReferenceTable'),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `FILE#${SOURCE.id}` } },
  });
  return (Items as any[]).map(({ status }) => status.M);
};

const textOf = async (world: World, key: string): Promise<string> => {
  const { Body } = await world.operate('s3', 'GetObject', {
    Bucket: outputOf(world.deployment, 'RawBucket'),
    Key: key,
  });
  return Body.transformToString();
};

const troubles = async (world: World): Promise<readonly string[]> =>
  (await world.cases()).map(({ type, references }) => `${type} ${references[0]?.value ?? ''}`).sort();

const EXPECTED = ['inventory.shortfall 80000001', 'inventory.shortfall 80000005', 'inventory.shortfall 80000006'];

const open = (options: WorldOptions = {}): Promise<World> => openWorld({ sources: [SOURCE], ...options });

describe('a file in the inbox of a source', () => {
  test('becomes cases with an owner who is told; what could not be read stands in a report; the same again changes nothing', async () => {
    const world = await open();
    await put(world, 'picks 1.csv');
    await world.advance(2 * MINUTE);
    expect(await troubles(world)).toEqual(EXPECTED);
    expect(new Set(world.told.map(({ channel }) => channel))).toEqual(new Set(['email', 'slack']));
    const [file] = await fileItems(world);
    expect(file).toMatchObject({
      name: { S: 'picks 1.csv' },
      state: { S: 'taken' },
      read: { N: '7' },
      signals: { N: '4' },
      rejected: { N: '3' },
    });
    const report = JSON.parse(await textOf(world, file.report.S));
    expect(report.rejected.map(({ part, pointer }: any) => `${part} ${pointer}`)).toEqual([
      'row 6 picked_at',
      'row 7 delivery',
      'row 8 quantity_ordered',
    ]);
    expect(await textOf(world, file.report.S.replace(/json$/, 'csv'))).toContain('row 6,picked_at');

    const asked = await world.as(PEOPLE.auditor.email).get(`/v1/sources/${SOURCE.id}/files`);
    expect(asked.json.items).toMatchObject([{ name: 'picks 1.csv', state: 'taken', rejected: 3 }]);

    const toldBefore = world.told.length;
    const signalsBefore = (await world.cases()).map(({ signals }) => signals);
    await put(world, 'picks 1 again.csv');
    await world.advance(2 * MINUTE);
    expect((await fileItems(world)).map(({ state }) => state.S)).toEqual(['taken', 'repeated']);
    expect((await world.cases()).map(({ signals }) => signals)).toEqual(signalsBefore);
    expect(world.told).toHaveLength(toldBefore);
  });

  // Odd: before the call has its effect; even: after it. 3 to 12 go from the copy over the signals to the report.
  test.each([3, 6, 7, 8, 10, 11])('killed at call %i of its reader: nothing is lost, nothing is doubled', async (n) => {
    // Until it is set up, nothing dies.
    const alive: { world?: World } = {};
    let calls = 0;
    let died: string | undefined;
    const world = await open({
      intercept: async (call, proceed) => {
        const isOurs = call.principal.kind === 'role' && call.principal.roleArn.includes('TakeInFile');
        const dead = alive.world;
        if (dead === undefined || died !== undefined || !isOurs) return proceed();
        calls += 1;
        if (calls !== n) return proceed();
        died = `${call.service}:${call.operation}`;
        if (n % 2 === 0) await proceed();
        queueMicrotask(() => {
          dead.restart();
        });
        return new Promise(() => undefined);
      },
    });
    alive.world = world;
    await put(world, 'picks.csv');
    // In parts: the engine that dies takes the rest of its time with it.
    for (let part = 0; part < 8; part += 1) await world.advance(5 * MINUTE);
    expect(died, `call ${String(n)}`).toBeDefined();
    expect(await troubles(world), died).toEqual(EXPECTED);
    expect(
      (await world.cases()).map(({ signals }) => signals),
      died,
    ).toEqual([1, 1, 1]);
    expect(
      (await fileItems(world)).map(({ state, signals }) => `${String(state.S)} ${String(signals.N)}`),
      died,
    ).toEqual(['taken 4']);
  });

  test('of nobody, or without the columns that the mapping judges by, is refused with the reason', async () => {
    const world = await open();
    await put(world, 'other.csv', 'a,b\n1,2\n');
    await world.operate('s3', 'PutObject', {
      Bucket: outputOf(world.deployment, 'RawBucket'),
      Key: 'inbox/nobody/x.csv',
      Body: 'a',
    });
    await world.advance(3 * MINUTE);
    expect(await fileItems(world)).toMatchObject([
      { state: { S: 'refused' }, detail: { S: 'No row has headings of the mapping.' } },
    ]);
    expect(await world.cases()).toEqual([]);
  });
});
