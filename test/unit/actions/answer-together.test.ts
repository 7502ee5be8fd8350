import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actionsOf, putAction, replyToAction } from '../../../lambdas/actions/index.ts';
import { applyActs, verifyChain } from '../../../lambdas/case/index.ts';
import type { Action, Case } from '../../../lambdas/contracts/index.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { promisedFor } from '../../../local/partners/index.ts';
import { openPartners } from '../../engine/partners-support.ts';
import type { TestWorld } from '../../engine/partners-support.ts';
import { openCase } from '../../support/case.ts';
import { overlapping, turns } from '../../support/conflicts.ts';
import { publishPack } from '../../support/pack.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { after, AT, LARGE, LATE, made, ORDER, pack, PROMISED } from './actions-fixture.ts';

const SEAM = Symbol.for('fairlead.runtime');
const EACH: Partial<Action['governance']> = { functions: ['operations_management', 'finance'], of: 'each', count: 2 };
/** Four hours after it was proposed. */
const EXPIRES = 240;

let fixture: StoreFixture;
let world: TestWorld;
let stores: Parameters<typeof replyToAction>[0];
let record: Case;
let action: Action;

beforeEach(() => {
  fixture = openStores(AT);
  world = openPartners();
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE', 'SYSTEM_SECRET_ERP'])
    vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.stubEnv('NOTICES_TOPIC', 'notices');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  fixture.answer(({ command }) => {
    if (command === 'GetParameterCommand') return { Parameter: { Value: 'http://erp.partner.test' } };
    if (command === 'GetSecretValueCommand') return { SecretString: JSON.stringify({ erp: { apiKey: 'key' } }) };
    if (command === 'PublishBatchCommand') return { Successful: [], Failed: [] };
    throw new Error(`nobody expected ${command}`);
  });
  fixture.network((request) => world.partners.handle(request));
  world.partners.erp.put('SO-1', { SalesOrder: ORDER, ...promisedFor(PROMISED), DeliveryPriority: '02' });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** An action that waits for these to agree. */
async function waiting(terms: Partial<Action['governance']> = {}): Promise<void> {
  const policyVersion = await publishPack(pack);
  stores = { cases: fixture.store, packs: createPackStore('reference') };
  const seed = openCase({
    version: 0,
    chainHash: '0'.repeat(64),
    correlationKeys: [],
    policyVersion,
    type: 'transport.delay',
  });
  const proposed = made({ amount: LARGE }, {}, seed);
  const governance = { ...proposed.action.governance, ...terms };
  action = { ...proposed.action, governance };
  expect(action).toMatchObject({ state: 'awaiting_approval', governance: { expiresAt: after(EXPIRES) } });
  const triaged = by({
    what: 'CaseTriaged',
    facts: [...LATE],
    impact: { unknown: [] },
    severity: severityOf('S2'),
    owner: ownerOf('customer-service'),
  });
  const applied = applyActs(seed, [by(opened), triaged, proposed.act], {
    at: AT,
    traceparent: TRACEPARENT,
    salt: () => 's',
  });
  record = applied.after;
  await fixture.store.commit({ ...applied, extra: [putAction('cases', action)] });
}

/** From here on transactions meet each other as they do at AWS. */
function atOnce(): ReturnType<typeof overlapping> {
  const runtime: any = Reflect.get(globalThis, SEAM);
  const calls = overlapping(runtime.call);
  Reflect.set(globalThis, SEAM, { ...runtime, call: calls.call, sleep: turns });
  return calls;
}

const says = async (person: string, verb: 'approve' | 'refuse' = 'approve') => {
  const request = { caseId: record.id, actionId: action.id, traceparent: TRACEPARENT, person, requestId: person };
  const result = await replyToAction(stores, request, { verb, via: 'api', digest: action.digest });
  return result.outcome === 'refused' ? `${person}: ${String(result.problem.status)}` : `${person}: ${result.outcome}`;
};
const input = () => ({ caseId: record.id, actionId: action.id, generation: 1, traceparent: TRACEPARENT });
const decide = async (): Promise<unknown> => {
  const { handler } = await import('../../../lambdas/actions/decide-action.handler.ts');
  return handler(input(), { awsRequestId: 'r' } as Context);
};
const execute = async (): Promise<unknown> => {
  const { handler } = await import('../../../lambdas/actions/execute-action.handler.ts');
  return handler(input(), { awsRequestId: 'r' } as Context);
};
const now = async (): Promise<Action> => (await actionsOf(fixture.store, record.id))[0]!;
const journal = async (): Promise<readonly string[]> => {
  const entries = await fixture.store.journal(record.id);
  const current = await fixture.store.load(record.id);
  expect(verifyChain(entries, current!.chainHash)).toMatchObject({ whole: true });
  return entries.flatMap(({ happening: { what }, actor }) =>
    /^Action|^Approval/.test(what) && what !== 'ActionProposed' ? [`${what} ${actor.id}`] : [],
  );
};
const writes = (): number => world.partners.erp.requests.filter(({ method }) => method === 'PATCH').length;

describe('two people answer at the same moment', () => {
  it('where each function has to agree, both count: both are in the journal, the second is enough, and it is executed once', async () => {
    await waiting(EACH);
    const calls = atOnce();
    expect(await Promise.all([says('ines-duarte'), says('tom-baker')])).toEqual([
      'ines-duarte: changed',
      'tom-baker: changed',
    ]);
    expect(calls.conflicts()).toBeGreaterThan(0);
    expect(await now()).toMatchObject({ state: 'approved', attention: 2 });
    expect((await now()).approvals.map(({ person }) => person).sort()).toEqual(['ines-duarte', 'tom-baker']);
    const enough = (await fixture.store.journal(record.id)).flatMap(({ happening }) =>
      happening.what === 'ActionApproved' ? [happening.isEnough] : [],
    );
    expect(enough).toEqual([false, true]);
    expect(await decide()).toEqual({ next: 'execute' });
    await Promise.all([execute(), execute()]);
    expect(writes()).toBe(1);
    expect((await journal()).filter((said) => said.startsWith('ActionApproved'))).toHaveLength(2);
    expect((await journal()).slice(2)).toEqual(['ActionAttempted actions', 'ActionConfirmed actions']);
  });

  it('where one is enough, the other hears that it is decided, and it is executed once', async () => {
    await waiting();
    const calls = atOnce();
    const heard = await Promise.all([says('amelie-roy'), says('ines-duarte')]);
    expect(calls.conflicts()).toBeGreaterThan(0);
    const [winner] = (await now()).approvals;
    expect([...heard].sort()).toEqual(
      ['amelie-roy', 'ines-duarte'].map((name) => `${name}: ${name === winner?.person ? 'changed' : '409'}`),
    );
    await Promise.all([execute(), execute()]);
    expect(writes()).toBe(1);
    expect(await journal()).toEqual([
      `ActionApproved ${winner!.person}`,
      'ActionAttempted actions',
      'ActionConfirmed actions',
    ]);
  });

  it('one says yes and the other no: one of them holds, and a no that held is never executed', async () => {
    await waiting();
    atOnce();
    const heard = await Promise.all([says('ines-duarte', 'refuse'), says('amelie-roy')]);
    const { state } = await now();
    expect(heard.filter((said) => said.endsWith('changed'))).toHaveLength(1);
    expect(heard.filter((said) => said.endsWith('409'))).toHaveLength(1);
    const isRefused = heard[0] === 'ines-duarte: changed';
    expect(state).toBe(isRefused ? 'refused' : 'approved');
    await execute();
    expect(writes()).toBe(isRefused ? 0 : 1);
    expect((await journal())[0]).toBe(isRefused ? 'ActionRefused ines-duarte' : 'ActionApproved amelie-roy');
  });

  it('the same person by two ways at once is one approval, and no complaint', async () => {
    await waiting(EACH);
    atOnce();
    expect([...(await Promise.all([says('tom-baker'), says('tom-baker')]))].sort()).toEqual([
      'tom-baker: changed',
      'tom-baker: unchanged',
    ]);
    expect(await now()).toMatchObject({ state: 'awaiting_approval', approvals: [{ person: 'tom-baker' }] });
    expect(await journal()).toEqual(['ActionApproved tom-baker']);
  });
});

describe('an answer of whoever has left the policy since the case began', () => {
  it('counts for nothing, by whatever way; others decide, and nothing is written before', async () => {
    await waiting();
    const people = pack.people.filter(({ id }) => id !== 'amelie-roy');
    await publishPack({ ...pack, people });
    stores = { cases: fixture.store, packs: createPackStore('reference') };
    for (const verb of ['approve', 'refuse'] as const) expect(await says('amelie-roy', verb)).toBe('amelie-roy: 403');
    // Nor are they asked, once that is known everywhere; others are.
    fixture.setTime(after(2));
    await decide();
    const asked = (await fixture.store.notices(record.id)).map(({ person }) => person);
    expect([asked.length > 0, asked.includes('amelie-roy')]).toEqual([true, false]);
    expect(await now()).toMatchObject({ state: 'awaiting_approval', approvals: [] });
    await execute();
    expect([writes(), await journal()]).toEqual([0, []]);
    expect(await says('ines-duarte')).toBe('ines-duarte: changed');
  });
});

describe('an answer at the moment at which the time to answer ends', () => {
  const between = (act: () => Promise<unknown>): void => {
    fixture.meanwhile('TransactWriteItemsCommand', act);
  };

  it('that is written after it has expired is refused, and nothing is executed', async () => {
    await waiting();
    fixture.setTime(after(EXPIRES - 1));
    between(async () => {
      fixture.setTime(after(EXPIRES));
      await decide();
    });
    expect(await says('amelie-roy')).toBe('amelie-roy: 409');
    expect(await now()).toMatchObject({ state: 'expired', approvals: [] });
    expect(await decide()).toMatchObject({ next: 'finish' });
    await execute();
    expect(writes()).toBe(0);
    expect(await journal()).toEqual(['ActionExpired actions']);
  });

  it('that is written before holds: it does not expire any more, and is executed once', async () => {
    await waiting();
    fixture.setTime(after(EXPIRES));
    between(async () => {
      // Whoever answers has a clock of their own.
      fixture.setTime(after(EXPIRES - 1));
      expect(await says('amelie-roy')).toBe('amelie-roy: changed');
      fixture.setTime(after(EXPIRES));
    });
    expect(await decide()).toEqual({ next: 'execute' });
    await execute();
    expect(await now()).toMatchObject({ state: 'confirmed' });
    expect(writes()).toBe(1);
    expect((await journal())[0]).toBe('ActionApproved amelie-roy');
    expect(await journal()).not.toContain('ActionExpired actions');
  });

  it('that comes when others have just been asked instead counts for nothing of theirs', async () => {
    await waiting({ otherwise: { functions: ['operations_management'], count: 1, within: 'PT2H' } });
    fixture.setTime(after(EXPIRES - 1));
    between(async () => {
      fixture.setTime(after(EXPIRES));
      await decide();
    });
    expect(await says('amelie-roy')).toBe('amelie-roy: 403');
    expect(await now()).toMatchObject({ state: 'awaiting_approval', approvals: [] });
    expect(await says('tom-baker')).toBe('tom-baker: changed');
    expect(await journal()).toEqual(['ApprovalEscalated actions', 'ActionApproved tom-baker']);
  });
});
