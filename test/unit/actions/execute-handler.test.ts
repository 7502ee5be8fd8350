import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actionsOf, proposeByPerson, putAction } from '../../../lambdas/actions/index.ts';
import { digestOf } from '../../../lambdas/actions/make-action.ts';
import { applyActs, perform, performCommand } from '../../../lambdas/case/index.ts';
import type { Action, Case } from '../../../lambdas/contracts/index.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { openPartners } from '../../engine/partners-support.ts';
import type { TestWorld } from '../../engine/partners-support.ts';
import { openCase } from '../../support/case.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { after, AT, LATE, made, ORDER, otherId, pack, PROMISED, WANTED } from './actions-fixture.ts';
import { publishPack } from '../../support/pack.ts';
import { promisedFor } from '../../../local/partners/index.ts';

let fixture: StoreFixture;
let world: TestWorld;
let packs: ReturnType<typeof createPackStore>;
let record: Case;
let action: Action;

beforeEach(async () => {
  fixture = openStores(AT);
  world = openPartners();
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE', 'SYSTEM_SECRET_ERP'])
    vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  fixture.answer(({ command }) => {
    if (command === 'GetParameterCommand') return { Parameter: { Value: 'http://erp.partner.test' } };
    if (command === 'GetSecretValueCommand') return { SecretString: JSON.stringify({ erp: { apiKey: 'key' } }) };
    throw new Error(`nobody expected ${command}`);
  });
  fixture.network((request) => world.partners.handle(request));
  world.partners.erp.put('SO-1', {
    SalesOrder: ORDER,
    ...promisedFor(PROMISED),
    DeliveryPriority: '02',
  });

  packs = createPackStore('reference');
  const version = await publishPack(pack);
  const seed = openCase({
    version: 0,
    chainHash: '0'.repeat(64),
    correlationKeys: [],
    policyVersion: version,
    type: 'transport.delay',
  });
  const proposed = made({}, {}, seed);
  action = proposed.action;
  const triaged = by({
    what: 'CaseTriaged',
    facts: [...LATE],
    impact: { unknown: [] },
    severity: severityOf('S2'),
    owner: ownerOf('customer-service'),
  });
  const { after: opened1, entries } = applyActs(seed, [by(opened), triaged, proposed.act], {
    at: AT,
    traceparent: TRACEPARENT,
    salt: () => 's',
  });
  await fixture.store.commit({ after: opened1, entries, extra: [putAction('cases', action)] });
  record = opened1;
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function execute(): Promise<unknown> {
  const { handler } = await import('../../../lambdas/actions/execute-action.handler.ts');
  const input = { caseId: record.id, actionId: action.id, generation: 1, traceparent: TRACEPARENT };
  return handler(input, { awsRequestId: 'r' } as Context);
}
const setTime = (minutes: number): void => fixture.setTime(after(minutes));
const now = async (): Promise<Action> =>
  (await actionsOf(fixture.store, record.id)).find(({ id }) => id === action.id)!;
const ends = async (): Promise<string[]> =>
  (await fixture.store.journal(record.id))
    .map(({ happening }) => happening.what)
    .filter((what) => /^Action/.test(what))
    .slice(1);
/** What the ERP promises, and what a person there makes of it. */
const promised = async (): Promise<string> =>
  (
    (await (
      await world.ask(`erp/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder('${ORDER}')`)
    ).json()) as any
  ).YY1_PromisedAt_SDH;
const change = async (values: Record<string, unknown>): Promise<void> => {
  world.partners.erp.change('SO-1', values);
};
/** Does something once, just before or just after the next request of this method reaches the ERP. */
function around(method: string, when: 'before' | 'after', act: () => Promise<unknown>): void {
  let isDone = false;
  fixture.network(async (request) => {
    const isIt = request.method === method && !isDone;
    isDone ||= isIt;
    if (isIt && when === 'before') await act();
    const answer = await world.partners.handle(request);
    if (isIt && when === 'after') await act();
    return answer;
  });
}
const loseAnswer = (): Promise<never> => Promise.reject(new Error('connection reset'));

describe('one attempt', () => {
  it('writes once and says so', async () => {
    await execute();
    expect(await promised()).toBe(WANTED);
    expect(await ends()).toEqual(['ActionAttempted', 'ActionConfirmed']);
  });

  it('two executions at once write once', async () => {
    await Promise.all([execute(), execute()]);
    expect(await ends()).toEqual(['ActionAttempted', 'ActionConfirmed']);
    expect(world.partners.erp.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('whose answer was lost is found by the next one, and not written again', async () => {
    around('PATCH', 'after', loseAnswer);
    await execute();
    expect(await now()).toMatchObject({ state: 'approved', mayBeWritten: true });
    setTime(5);
    await execute();
    expect(await now()).toMatchObject({ state: 'confirmed', wroteAt: after(5) });
    expect(world.partners.erp.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('whose answer was lost does not do again what a person has undone meanwhile', async () => {
    around('PATCH', 'after', loseAnswer);
    await execute();
    await change(promisedFor(PROMISED));
    setTime(5);
    await execute();
    expect(await promised()).toBe(PROMISED);
    expect(await now()).toMatchObject({ state: 'unconfirmed', problem: expect.stringContaining('changed meanwhile') });
  });

  it('never overwrites what a person has changed between look and write', async () => {
    const theirs = '2026-03-20T09:00:00.000Z';
    around('PATCH', 'before', () => change(promisedFor(theirs)));
    await execute();
    expect(await promised()).toBe(theirs);
    expect(await now()).toMatchObject({ state: 'superseded' });
  });

  it('looks again where something else was changed meanwhile, and writes in the same attempt', async () => {
    around('PATCH', 'before', () => change({ ShippingCondition: '10' }));
    await execute();
    expect(await promised()).toBe(WANTED);
    expect(await ends()).toEqual(['ActionAttempted', 'ActionConfirmed']);
  });

  it('that is told to name a tag (428) reads again and writes under the one that is there now, once', async () => {
    let isAsked = false;
    const tags: (string | null)[] = [];
    fixture.network((request) => {
      if (request.method === 'PATCH') tags.push(request.headers.get('if-match'));
      if (request.method !== 'PATCH' || isAsked) return world.partners.handle(request);
      isAsked = true;
      return change({ ShippingCondition: '10' }).then(() => new Response(null, { status: 428 }));
    });
    await execute();
    expect(await promised()).toBe(WANTED);
    expect(await ends()).toEqual(['ActionAttempted', 'ActionConfirmed']);
    expect(tags).toHaveLength(2);
    expect(new Set(tags).size).toBe(2);
  });

  it('that was taken for dead does not tell how another one ended', async () => {
    around('GET', 'after', async () => {
      setTime(2);
      await execute();
    });
    await execute();
    expect(await ends()).toEqual(['ActionAttempted', 'ActionAttempted', 'ActionConfirmed']);
    expect(await promised()).toBe(WANTED);
  });
});

describe('what takes another one back', () => {
  let first: Action;
  const all = async () => (await actionsOf(fixture.store, record.id)).filter(({ type }) => type === 'promise_date');
  const stateOf = async ({ id }: Action) => (await all()).find((one) => one.id === id)?.state;
  /** One more that takes back the first, as it would be proposed with the withdrawal. */
  const undo = async (replaced?: string): Promise<Action> => {
    const basis = { promisedAt: WANTED };
    const takesPlace = { undoes: first.id, ...(replaced === undefined ? {} : { replaced }) };
    const next = made({ basis, change: { promisedAt: PROMISED } }, takesPlace, record);
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [next.act],
      with: { extra: [putAction('cases', next.action)] },
      answer: () => undefined,
    }));
    return next.action;
  };
  const compensations = async () =>
    (await fixture.store.journal(record.id)).filter(({ happening }) => happening.what === 'ActionCompensated');

  beforeEach(async () => {
    await execute();
    first = await now();
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'CaseWithdrawn', reason: 'none' })],
      answer: () => undefined,
    }));
    setTime(10);
  });

  it('compensates it with its own confirmation, once, whoever executes it how often', async () => {
    action = await undo();
    expect(await stateOf(first)).toBe('confirmed');
    await Promise.all([execute(), execute()]);
    await execute();
    expect(await stateOf(action)).toBe('confirmed');
    expect(await stateOf(first)).toBe('compensated');
    expect(await compensations()).toHaveLength(1);
    expect(await promised()).toBe(PROMISED);
  });

  it('two at once: one writes, the other finds it done, and it is compensated once', async () => {
    const [one, other] = [await undo(), await undo('again')];
    const run = (which: Action) => {
      action = which;
      return execute();
    };
    await Promise.all([run(one), run(other)]);
    setTime(20);
    await Promise.all([run(one), run(other)]);
    expect(world.partners.erp.requests.filter(({ method, status }) => method === 'PATCH' && status < 300)).toHaveLength(
      2,
    );
    expect(await compensations()).toHaveLength(1);
    expect(await stateOf(first)).toBe('compensated');
  });

  it('and dies after the write: it is looked up, and compensated then', async () => {
    action = await undo();
    around('PATCH', 'after', loseAnswer);
    await execute();
    expect(await stateOf(first)).toBe('confirmed');
    setTime(30);
    await execute();
    expect(await stateOf(action)).toBe('confirmed');
    expect(await stateOf(first)).toBe('compensated');
    expect(await promised()).toBe(PROMISED);
  });

  it('and fails: what it was to take back stays confirmed', async () => {
    action = await undo();
    await change(promisedFor('2026-03-20T09:00:00.000Z'));
    await execute();
    expect(await stateOf(action)).toBe('superseded');
    expect(await stateOf(first)).toBe('confirmed');
    expect(await compensations()).toEqual([]);
  });
});

describe('an action that was approved for one of several instances', () => {
  const connection = (...names: readonly string[]): string =>
    JSON.stringify({
      contract: 'connection/1',
      system: 'erp',
      instances: names.map((name) => ({ name, url: `http://${name}.partner.test`, serves: { prefixes: ['45'] } })),
    });
  const asked: string[] = [];
  const begin = async (setting: string): Promise<void> => {
    asked.length = 0;
    vi.resetModules();
    fixture.answer(({ command }) => {
      if (command === 'GetParameterCommand') return { Parameter: { Value: setting } };
      return { SecretString: JSON.stringify({ one: { apiKey: 'key' }, two: { apiKey: 'key' } }) };
    });
    fixture.network((request) => {
      const { host } = new URL(request.url);
      asked.push(host);
      return world.partners.handle(new Request(request.url.replace(host, 'erp.partner.test'), request));
    });
    const there = { ...action, instance: 'two' };
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'NextStepTimed', reason: 'the test' })],
      with: { extra: [putAction('cases', { ...there, digest: digestOf(there) })] },
      answer: () => undefined,
    }));
  };

  it('is done there, whatever the rules of the connection would choose by now', async () => {
    await begin(connection('one', 'two'));
    await execute();
    expect(await now()).toMatchObject({ state: 'confirmed' });
    expect(new Set(asked)).toEqual(new Set(['two.partner.test']));
  });

  it('is done in no other where that one is gone', async () => {
    await begin(connection('one'));
    await execute();
    expect(await now()).toMatchObject({ state: 'approved', problem: expect.stringContaining('not there any more') });
    expect(asked).toEqual([]);
  });
});

describe('while a person does it by hand', () => {
  const taskId = async (): Promise<string> => (await now()).byHand!.taskId;
  const say = async (command: object) =>
    performCommand(
      { cases: fixture.store, packs },
      { caseId: record.id, traceparent: TRACEPARENT, actor: { kind: 'person', id: 'maria' }, requestId: 'r' },
      { via: 'api', taskId: await taskId(), ...command } as Parameters<typeof performCommand>[2],
    );
  const begin = () => say({ kind: 'check-task', items: ['begin'], ticked: true });
  const patches = () => world.partners.erp.requests.filter(({ method }) => method === 'PATCH').length;

  beforeEach(async () => {
    world.partners.erp.behave('refuses');
    await execute();
    setTime(30);
    await execute();
    expect(await now()).toMatchObject({ state: 'by_hand' });
    setTime(45);
  });

  it('looks and writes nothing as long as the system is down', async () => {
    await execute();
    expect(await now()).toMatchObject({ state: 'by_hand', nextDueAt: after(60) });
    expect(patches()).toBe(0);
  });

  it('whoever begins while it is looked is not written beside', async () => {
    world.partners.erp.behave('well');
    around('GET', 'after', begin);
    await execute();
    expect(await now()).toMatchObject({ state: 'by_hand' });
    await execute();
    expect(patches()).toBe(0);
    expect(await promised()).toBe(PROMISED);
  });

  it('whoever comes after it was taken back is refused, and it is written once', async () => {
    world.partners.erp.behave('well');
    await Promise.all([execute(), execute()]);
    expect(await begin()).toMatchObject({ outcome: 'refused' });
    await Promise.all([execute(), execute()]);
    expect(await now()).toMatchObject({ state: 'confirmed' });
    expect(patches()).toBe(1);
    expect((await ends()).filter((what) => what === 'ActionResumed')).toHaveLength(1);
  });

  it('what was read before somebody said that it is done is no difference to tell', async () => {
    await begin();
    world.partners.erp.behave('well');
    around('GET', 'after', async () => {
      await change(promisedFor(WANTED));
      await say({ kind: 'end-task', as: 'done', note: `order ${ORDER}` });
    });
    await execute();
    expect(await now()).toMatchObject({ state: 'by_hand' });
    await execute();
    expect(await now()).toMatchObject({ state: 'confirmed' });
    expect(patches()).toBe(0);
  });

  it('a look that dies before its end leaves all as it was', async () => {
    world.partners.erp.behave('well');
    around('GET', 'after', loseAnswer);
    await execute();
    expect(await now()).toMatchObject({ state: 'by_hand' });
    expect(patches()).toBe(0);
    await execute();
    await execute();
    expect(patches()).toBe(1);
  });
});

describe('what was changed in the table since it was agreed to', () => {
  const written = () => world.partners.erp.requests.filter(({ method }) => method !== 'GET').length;
  const alter = (changes: Partial<Action>): Promise<unknown> =>
    perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'NoteAdded', via: 'api' })],
      with: { extra: [putAction('cases', { ...action, ...changes })] },
      answer: () => undefined,
    }));

  it.each([
    ['its values', { change: { promisedAt: '2026-12-24T09:00:00.000Z' } }],
    ['its document', { subject: '4500099' }],
    ['what it goes out from', { basis: { promisedAt: '2026-01-01T09:00:00.000Z' } }],
  ])('is not written, and whoever has the case hears why: %s', async (_what, changes) => {
    await alter(changes);
    await execute();
    expect(await now()).toMatchObject({ state: 'failed', problem: expect.stringContaining('not what was proposed') });
    expect(written()).toBe(0);
    expect(await promised()).toBe(PROMISED);
  });

  it('is not called failed where it may have been written before: a person looks', async () => {
    await alter({ change: { promisedAt: '2026-12-24T09:00:00.000Z' }, mayBeWritten: true });
    await execute();
    expect(await now()).toMatchObject({ state: 'unconfirmed' });
    expect(written()).toBe(0);
  });
});

describe('a proposal by hand', () => {
  const propose = (requestId: string) =>
    proposeByPerson(
      { cases: fixture.store, packs },
      { caseId: record.id, traceparent: TRACEPARENT, person: 'maria', requestId },
      { type: 'promise_date', promisedAt: '2026-03-06T09:00:00.000Z', reason: 'the carrier says so' },
    );

  it('is refused while another one of its type is open: two would write over one another', async () => {
    expect(await propose('r1')).toMatchObject({ outcome: 'refused' });
    await execute();
    expect(await propose('r2')).toMatchObject({ outcome: 'changed' });
    expect(await propose('r3')).toMatchObject({ outcome: 'refused' });
    expect(await actionsOf(fixture.store, record.id)).toHaveLength(2);
  });

  it('that is decided once more, as nobody knows whether it was written, is the one that was: also when it has come to its end since', async () => {
    await execute();
    const first = await propose('r1');
    if (first.outcome === 'refused') throw new Error('refused');
    action = first.action;
    await execute();
    expect(await now()).toMatchObject({ state: 'superseded' });
    const journal = async () => (await fixture.store.journal(record.id)).length;
    const before = await journal();
    expect(await propose('r1')).toMatchObject({ outcome: 'changed', action: { id: action.id, state: 'superseded' } });
    expect(await journal()).toBe(before);
    expect(await now()).toMatchObject({ state: 'superseded' });
  });

  it('of what was made anew is refused once it is made: a second one would be a double', async () => {
    const change = { title: 'Late', reference: ORDER };
    const make = (requestId: string) =>
      proposeByPerson(
        { cases: fixture.store, packs },
        { caseId: record.id, traceparent: TRACEPARENT, person: 'maria', requestId },
        { type: 'service_case', change, reason: 'the customer calls' },
      );
    expect(await make('r1')).toMatchObject({ outcome: 'changed' });
    const made1 = (await actionsOf(fixture.store, record.id)).find(({ type }) => type === 'service_case')!;
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'ActionConfirmed', actionId: made1.id, found: 'written' })],
      with: { extra: [putAction('cases', { ...made1, state: 'confirmed', endedAt: AT })] },
      answer: () => undefined,
    }));
    expect(await make('r2')).toMatchObject({
      outcome: 'refused',
      problem: { detail: expect.stringContaining('was done for the case already') },
    });
  });

  it('of a message to the customer is refused while another one is on its way, whatever its words', async () => {
    await execute();
    const message: Action = { ...made().action, id: otherId, type: 'customer_message', state: 'awaiting_approval' };
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'NoteAdded', via: 'api' })],
      with: { extra: [putAction('cases', message)] },
      answer: () => undefined,
    }));
    const asked = await proposeByPerson(
      { cases: fixture.store, packs },
      { caseId: record.id, traceparent: TRACEPARENT, person: 'maria', requestId: 'r1' },
      { type: 'customer_message', reason: 'they have called' },
    );
    expect(asked).toMatchObject({
      outcome: 'refused',
      problem: { detail: expect.stringMatching(/this is awaiting approval\. End it first\.$/) },
    });
  });
});
