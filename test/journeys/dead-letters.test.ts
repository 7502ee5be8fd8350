import { describe, expect, test } from 'vitest';
import { outputOf } from '../../bin/set-up/deployment.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import type { CallDescription } from '../../local/kernel/kernel.ts';
import { edi214 } from '../support/edi.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const admin = (world: World) => world.as(PEOPLE.admin.email);
const QUEUE = '/v1/dead-letters/inbound-intake';

function refOf(world: World, logicalId: RegExp): string {
  const [found, ...others] = world.engine.provisioned.resources.filter((each) => logicalId.test(each.logicalId));
  if (found === undefined || others.length > 0)
    throw new Error(`${String(logicalId)} names ${String(others.length + 1)}`);
  return found.ref;
}

const counts = async (world: World): Promise<Readonly<Record<string, number>>> => {
  const { items } = (await admin(world).get('/v1/dead-letters')).json;
  return Object.fromEntries(items.flatMap(({ name, letters }: any) => (letters === 0 ? [] : [[name, letters]])));
};

/** A report that the taking in has failed on five times. */
async function bury(world: World): Promise<void> {
  world.engine.lambda.setCode(refOf(world, /^TakeInFunction[0-9A-F]{8}$/), () => {
    throw new Error('a bug');
  });
  expect((await world.postEdi(edi214())).status).toBe(202);
  await world.advance(12 * MINUTE);
  expect(await counts(world)).toEqual({ 'inbound-intake': 1 });
  expect(await world.cases()).toEqual([]);
}

const isFrom = ({ principal }: CallDescription, role: string): boolean =>
  principal.kind === 'role' && principal.roleArn.includes(role);

describe('dead letters', () => {
  test('of a bug are seen by right, redriven one by one when it is mended, or given up with a reason; each act is on record', async () => {
    const world = await openWorld();
    await bury(world);
    await world.operate('sqs', 'SendMessage', {
      QueueUrl: refOf(world, /^IntakeQueue[0-9A-F]{8}$/),
      MessageBody: '{"poison": "Mrs Pommeroy"',
    });
    await world.advance(12 * MINUTE);
    const listed = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json.items;
    expect(listed.length).toBeGreaterThanOrEqual(14);
    expect(listed.find(({ name }: any) => name === 'inbound-intake')).toMatchObject({
      letters: 2,
      oldestSeen: '2026-03-02T09:00:00.000Z',
      runbook: 'signals-not-taken-in',
    });

    const seen = (await world.as(PEOPLE.auditor.email).get(QUEUE)).json.items;
    expect(JSON.stringify(seen)).not.toMatch(/Pommeroy|SO-88213|NL4471902/);
    const whole = (await admin(world).get(QUEUE)).json.items;
    const [report, poison] = whole.toSorted((one: any) => (one.body.text.includes('poison') ? 1 : -1));
    expect(report).toMatchObject({ buriedBy: 'queue', from: expect.stringContaining('IntakeQueue') });
    expect(JSON.parse(report.body.text).detail.signal.type).toBe('transport.delivery_failed');

    // Mended: a restart loads the deployed code again.
    world.restart();
    expect((await admin(world).post(`${QUEUE}/letters/${report.id}/redrive`)).json).toEqual({
      id: report.id,
      outcome: 'redriven',
      to: report.from,
    });
    await world.advance(2 * MINUTE);
    expect((await world.cases()).map(({ state, signals }) => [state, signals])).toEqual([['triaged', 1]]);
    expect(world.told.length).toBeGreaterThan(0);
    expect((await admin(world).post(`${QUEUE}/letters/${report.id}/redrive`)).status).toBe(404);

    expect((await admin(world).post(`${QUEUE}/letters/${poison.id}/discard`, {})).status).toBe(400);
    const given = await admin(world).post(`${QUEUE}/letters/${poison.id}/discard`, { reason: 'no event of ours' });
    expect(given.json).toMatchObject({ act: 'discarded', state: 'done', reason: 'no event of ours' });
    const { Body } = await world.operate('s3', 'GetObject', {
      Bucket: outputOf(world.deployment, 'RawBucket'),
      Key: given.json.kept,
    });
    expect(await Body.transformToString()).toContain('Mrs Pommeroy');
    expect(await counts(world)).toEqual({});
    const history = (await world.as(PEOPLE.auditor.email).get(`${QUEUE}/history`)).json.items;
    expect(history).toMatchObject([
      { act: 'discarded', state: 'done', letterId: poison.id, actor: { kind: 'person', id: expect.any(String) } },
      {
        act: 'redriven',
        state: 'done',
        letterId: report.id,
        from: report.from,
        to: report.from,
        firstSentAt: '2026-03-02T09:00:00.000Z',
      },
    ]);
    expect(history[0].actor.id).not.toBe('');
    expect(JSON.stringify(history)).not.toContain('Pommeroy');
  });

  test('whoever dies between sending and dropping sends one twice: it has its effect once', async () => {
    const alive: { world?: World } = {};
    let died = false;
    const world = await openWorld({
      intercept: async (call, proceed) => {
        const dead = alive.world;
        const isSent = call.service === 'sqs' && call.operation === 'SendMessage' && isFrom(call, 'ServeDeadLetters');
        if (dead === undefined || died || !isSent) return proceed();
        died = true;
        await proceed();
        queueMicrotask(() => {
          dead.restart();
        });
        return new Promise(() => undefined);
      },
    });
    await bury(world);
    world.restart();
    alive.world = world;
    const token = await world.tokenOf(PEOPLE.admin.email);
    void world.begin('POST', `${QUEUE}/redrive`, { headers: { authorization: token }, body: '{}' });
    await world.advance(MINUTE / 2);
    expect(died).toBe(true);
    await world.advance(2 * MINUTE);
    // Sent and not dropped: it is there again.
    expect(await counts(world)).toEqual({ 'inbound-intake': 1 });
    const again = await admin(world).post(`${QUEUE}/redrive`, { limit: 10 });
    expect(again.json).toMatchObject({ redriven: 1, left: 0 });
    await world.advance(2 * MINUTE);
    expect((await world.cases()).map(({ signals }) => signals)).toEqual([1]);
    const history = (await admin(world).get(`${QUEUE}/history`)).json.items;
    expect(history.map(({ state }: any) => state)).toEqual(['done', 'begun']);
    expect(new Set(history.map(({ letterId }: any) => letterId)).size).toBe(1);
  });

  test('of a rule and of a schedule go to whom they were for, some at a time', async () => {
    let isRuleRefused = true;
    let isCallRefused = false;
    const world = await openWorld({
      intercept: (call, proceed) => {
        const { service, operation, principal } = call;
        const ofRule =
          service === 'sqs' &&
          operation === 'SendMessage' &&
          principal.kind === 'service' &&
          principal.service === 'events.amazonaws.com' &&
          String((call.input as { QueueUrl?: unknown }).QueueUrl).includes('IntakeQueue');
        const ofSchedule =
          service === 'lambda' && operation === 'Invoke' && JSON.stringify(call.input).includes('AuditCases');
        if ((ofRule && isRuleRefused) || (ofSchedule && isCallRefused))
          throw new AwsError('AccessDeniedException', 'not now', { httpStatusCode: 403 });
        return proceed();
      },
    });
    for (const number of [1, 2, 3])
      await world.postEdi(
        edi214({
          shipment: `SO-5000${String(number)}`,
          tracking: `NL500${String(number)}`,
          control: `00000050${String(number)}`,
        }),
      );
    isCallRefused = true;
    await world.advance(10 * MINUTE);
    isRuleRefused = false;
    isCallRefused = false;
    expect(await world.cases()).toEqual([]);
    const before = await counts(world);
    expect(before).toMatchObject({ 'inbound-undelivered-signals': 3, 'case-flow-each-minute': expect.any(Number) });

    const path = '/v1/dead-letters/inbound-undelivered-signals';
    expect((await admin(world).get(path)).json.items[0]).toMatchObject({
      buriedBy: 'rule',
      from: expect.stringContaining(':rule/'),
      error: expect.stringContaining('not now'),
    });
    const first = (await admin(world).post(`${path}/redrive`, { limit: 2 })).json;
    expect(first).toMatchObject({ redriven: 2, left: 1, items: [{ to: expect.stringContaining('IntakeQueue') }, {}] });
    expect((await admin(world).post(`${path}/redrive`, { limit: 2 })).json).toMatchObject({ redriven: 1, left: 0 });
    await world.advance(2 * MINUTE);
    expect(await world.cases()).toHaveLength(3);

    const calls = () =>
      world.events.filter((event) => event.kind === 'lambda.invoked' && JSON.stringify(event).includes('AuditCases'))
        .length;
    const called = calls();
    const minutely = (await admin(world).post('/v1/dead-letters/case-flow-each-minute/redrive', { limit: 1 })).json;
    expect(minutely).toMatchObject({ redriven: 1, items: [{ to: expect.stringContaining(':function:') }] });
    await world.settle();
    expect(calls()).toBeGreaterThan(called);

    // What names somebody else's queue is left where it lies.
    await world.operate('sqs', 'SendMessage', {
      QueueUrl: refOf(world, /^UndeliveredSignals[0-9A-F]{8}$/),
      MessageBody: '{}',
      MessageAttributes: {
        RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:eu-central-1:111122223333:rule/other' },
        TARGET_ARN: { DataType: 'String', StringValue: 'arn:aws:sqs:eu-central-1:111122223333:other' },
      },
    });
    expect((await admin(world).post(`${path}/redrive`)).json).toMatchObject({
      redriven: 0,
      left: 1,
      items: [{ outcome: 'refused', why: expect.stringContaining('does not feed this queue') }],
    });
    expect((await admin(world).get('/v1/dead-letters/nowhere')).status).toBe(404);
  });

  test('of the journal: a batch that the stream has given up is seen, fails again, goes back when it is mended, and is on record', async () => {
    const world = await openWorld({ startAt: '2026-03-09T09:00:00Z' });
    const BATCHES = '/v1/dead-letters/case-flow-journal-stream';
    const broken = () => {
      world.engine.lambda.setCode(refOf(world, /^RelayJournalFunction[0-9A-F]{8}$/), () => {
        throw new Error('a bug');
      });
    };
    broken();
    expect((await world.postEdi(edi214())).status).toBe(202);
    await world.advance(MINUTE);
    const { letters } = (await admin(world).get('/v1/dead-letters')).json.items.find(
      ({ name }: any) => name === 'case-flow-journal-stream',
    );
    expect(letters).toBeGreaterThan(0);
    const [letter] = (await admin(world).get(BATCHES)).json.items;
    expect(letter).toMatchObject({
      buriedBy: 'stream',
      error: expect.stringContaining('RetryAttemptsExhausted'),
      body: { text: expect.stringContaining('"eventName":"INSERT"') },
    });
    const auditor = world.as(PEOPLE.auditor.email);
    expect(JSON.stringify((await auditor.get(BATCHES)).json)).not.toMatch(/NL4471902|SO-88213/);
    expect((await auditor.post(`${BATCHES}/redrive`)).status).toBe(403);
    const again = await admin(world).post(`${BATCHES}/letters/${letter.id}/redrive`);
    expect([again.status, again.json.type]).toEqual([409, expect.stringContaining('dead-letter-failed-again')]);

    world.restart();
    await world.advance(MINUTE);
    const back = await admin(world).post(`${BATCHES}/letters/${letter.id}/redrive`);
    expect(back.json).toMatchObject({ outcome: 'redriven', to: expect.stringContaining('RelayJournal') });
    expect((await admin(world).post(`${BATCHES}/redrive`)).json.left).toBe(0);
    expect((await admin(world).post(`${BATCHES}/letters/${letter.id}/redrive`)).status).toBe(404);
    await world.advance(5 * MINUTE);
    const [only, ...others] = await world.cases();
    expect([only?.state, others]).toEqual(['triaged', []]);
    const called = (await world.notices(only?.id ?? '')).map(({ person, channel }) => `${person} ${channel}`);
    expect(called.length).toBeGreaterThan(0);
    expect(new Set(called).size).toBe(called.length);
    const { items } = (await auditor.get(`${BATCHES}/history`)).json;
    const ofLetter = items.filter(({ letterId }: any) => letterId === letter.id);
    expect(ofLetter.map(({ state }: any) => state)).toEqual(['done', 'failed']);
  });
});
