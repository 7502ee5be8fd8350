import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import { edi214 } from '../support/edi.ts';
import { shipmentOf } from '../support/storm.ts';
import { HOUR, MINUTE, openWorld } from '../support/world.ts';
import type { World } from '../support/world.ts';

const one = (number: number): string =>
  edi214({ shipment: shipmentOf(number), tracking: `NL-${String(number)}`, control: String(number).padStart(9, '0') });
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_unused, index) => from + index);

async function shipmentsWithCases(world: World): Promise<readonly string[]> {
  const cases = await world.cases();
  return cases.flatMap(({ references }) =>
    references.flatMap(({ kind, value }) => (kind === 'shipment' ? [value] : [])),
  );
}

async function items(world: World, table: 'CasesTableName' | 'ReferenceTableName'): Promise<readonly any[]> {
  const found: any[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await world.operate('dynamodb', 'Scan', {
      TableName: world.deployment.outputs[table],
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    found.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

function refOf(world: World, logicalId: RegExp): string {
  const [found, ...others] = world.engine.provisioned.resources.filter((each) => logicalId.test(each.logicalId));
  if (found === undefined || others.length > 0)
    throw new Error(`${String(logicalId)} names ${String(others.length + 1)}`);
  return found.ref;
}

async function inQueue(world: World, url: string): Promise<number> {
  const { Attributes } = await world.operate('sqs', 'GetQueueAttributes', {
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}

test('the bus is away while carriers report, messages cannot be taken in, the archive is replayed, a source sends too much: count in is count out', async () => {
  let isBusDown = false;
  const world = await openWorld({
    intercept: (call, proceed) => {
      if (isBusDown && call.service === 'eventbridge' && call.operation === 'PutEvents')
        throw new AwsError('InternalException', 'Internal failure.', { httpStatusCode: 500 });
      return proceed();
    },
  });

  // Twelve reports in an outage of minutes; each third sender comes again, one sends what nobody can read.
  isBusDown = true;
  for (const number of numbers(1, 12)) {
    const first = await world.postEdi(one(number));
    expect(first).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
    if (number % 3 === 0) expect((await world.postEdi(one(number))).status).toBe(503);
    await world.advance(20_000);
  }
  expect((await world.postEdi('ISA*00*no interchange')).status).toBe(422);
  expect(await world.cases()).toEqual([]);
  expect(world.told).toEqual([]);
  isBusDown = false;
  await world.advance(5 * MINUTE);
  expect([...(await shipmentsWithCases(world))].sort()).toEqual(numbers(1, 12).map(shipmentOf));
  expect((await world.cases()).every(({ signals, state }) => signals === 1 && state === 'triaged')).toBe(true);
  expect(world.told).toHaveLength(24);
  const kept = (await items(world, 'ReferenceTableName')).filter(({ pk }) => pk.S === 'QUARANTINE#northline-edi');
  expect(kept).toHaveLength(1);

  // The bus is away while people work: what was committed is told to the world when it is back, and the outbox is empty.
  isBusDown = true;
  await world.postEdi(one(12));
  await world.advance(3 * MINUTE);
  isBusDown = false;
  await world.advance(5 * MINUTE);
  const unpublished = async () =>
    (await items(world, 'CasesTableName')).filter(
      ({ sk, duePk }) => sk.S.startsWith('JOURNAL#') && duePk !== undefined,
    );
  expect(await unpublished()).toEqual([]);

  // A message that nobody can read, and a function that fails on good ones: five tries each, then they lie in the dead-letter queue.
  const intake = refOf(world, /^IntakeQueue[0-9A-F]{8}$/);
  const dead = refOf(world, /^IntakeDeadLetters[0-9A-F]{8}$/);
  let tries = 0;
  world.engine.lambda.setCode(refOf(world, /^TakeInFunction[0-9A-F]{8}$/), () => {
    tries += 1;
    throw new Error('a bug');
  });
  await world.operate('sqs', 'SendMessage', { QueueUrl: intake, MessageBody: '{"poison":' });
  await world.advance(1000);
  expect((await world.postEdi(one(13))).status).toBe(202);
  await world.advance(HOUR);
  expect(await inQueue(world, dead)).toBe(2);
  expect(await inQueue(world, intake)).toBe(0);
  expect(tries).toBeGreaterThanOrEqual(10);
  expect(await shipmentsWithCases(world)).not.toContain(shipmentOf(13));
  // The bug is mended, the runbook's command moves them back: the good one becomes its case, the poison comes back.
  world.restart();
  const told = world.told.length;
  const { QueueArn } = (
    await world.operate('sqs', 'GetQueueAttributes', { QueueUrl: dead, AttributeNames: ['QueueArn'] })
  ).Attributes;
  await world.operate('sqs', 'StartMessageMoveTask', { SourceArn: QueueArn });
  await world.advance(HOUR);
  expect(await shipmentsWithCases(world)).toContain(shipmentOf(13));
  expect(await world.cases()).toHaveLength(13);
  expect(await inQueue(world, dead)).toBe(1);
  const ofThirteen = world.told
    .slice(told)
    .filter(({ mail, slack }) => JSON.stringify([mail?.text, slack?.blocks]).includes(shipmentOf(13)));
  expect(ofThirteen).not.toEqual([]);

  // Everything since the beginning once more from the archive: all of it is known, nothing happens.
  const before = await world.cases();
  const messages = world.told.length;
  const arnOf = (kind: string, logicalId: RegExp): string =>
    `arn:aws:events:eu-central-1:111122223333:${kind}/${refOf(world, logicalId)}`;
  await world.operate('eventbridge', 'StartReplay', {
    ReplayName: 'everything',
    EventSourceArn: arnOf('archive', /^BusArchive/),
    EventStartTime: new Date('2026-03-02T09:00:00Z'),
    EventEndTime: new Date(world.now()),
    Destination: { Arn: arnOf('event-bus', /^Bus[0-9A-F]{8}$/) },
  });
  const invoked = world.events.length;
  await world.advance(30_000);
  expect((await world.operate('eventbridge', 'DescribeReplay', { ReplayName: 'everything' })).State).toBe('COMPLETED');
  expect(world.events.slice(invoked).some((event) => JSON.stringify(event).includes('signal.taken_in'))).toBe(true);
  const after = new Map((await world.cases()).map((record) => [record.id, record]));
  expect(after.size).toBe(13);
  for (const { id, signals, chainHash } of before) {
    expect(after.get(id)?.signals).toBe(signals);
    const journal = await world.journal(id);
    expect(verifyChain(journal, after.get(id)?.chainHash)).toMatchObject({ whole: true });
    expect(journal.some(({ hash }) => hash === chainHash)).toBe(true);
  }
  expect(world.told).toHaveLength(messages);
  expect(await unpublished()).toEqual([]);

  // More at once than the plan of a source holds: refused at the door, with the time after which to come again; nobody else is.
  await world.advance(MINUTE);
  const served = (): number =>
    world.engine.kernel.meter
      .totals()
      .filter(({ service, unit, resource }) => service === 'lambda' && unit === 'Requests' && /Receive/.test(resource))
      .reduce((sum, { amount }) => sum + amount, 0);
  const servedBefore = served();
  const answers = [];
  for (let count = 0; count < 230; count += 1) answers.push(await world.postEdi('', { header: '' }));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(25);
  expect(refused.length).toBeLessThanOrEqual(30);
  expect(refused[0]).toMatchObject({
    headers: { 'retry-after': '1' },
    json: { type: 'https://fairlead.dev/problems/too-many-requests', status: 429 },
  });
  expect(served() - servedBefore).toBe(230 - refused.length);
  expect((await world.postEdi(one(14))).status).toBe(429);
  expect(
    (
      await world.postSignal({
        kind: 'exception',
        type: 'transport.delay',
        references: [{ kind: 'shipment', value: 'SO-OTHER' }],
        occurredAt: '2026-03-02T08:30:00Z',
      })
    ).status,
  ).toBe(202);
  await world.advance(1000);
  expect((await world.postEdi(one(14))).status).toBe(202);
  await world.advance(MINUTE);
  expect(await world.cases()).toHaveLength(15);
});
