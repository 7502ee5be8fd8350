import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actionsOf, putAction } from '../../../lambdas/actions/index.ts';
import { applyActs, perform } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Action, Case, FactSet, Happening, SystemOfRecord } from '../../../lambdas/contracts/index.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openCase } from '../../support/case.ts';
import { LATE } from '../actions/actions-fixture.ts';
import { by, opened, TRACEPARENT } from './history.ts';
import { openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';

const AT = '2026-03-02T08:05:05.000Z';
let fixture: StoreFixture;
let record: Case;
/** A case that was opened, and nothing else yet. */
async function begin(changes: Partial<Case> = {}): Promise<void> {
  const policyVersion = await publishPack(defaultPack());
  const seed = openCase({ version: 0, chainHash: '0'.repeat(64), correlationKeys: [], policyVersion, ...changes });
  const { after, entries } = applyActs(seed, [by(opened)], { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  await fixture.store.commit({ after, entries });
  record = after;
}
beforeEach(async () => {
  fixture = openStores(AT);
  vi.stubEnv('CASES_TABLE', 'cases');
  vi.stubEnv('REFERENCE_TABLE', 'reference');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await begin();
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const set = (system: SystemOfRecord, facts: FactSet['facts']): FactSet => ({
  system,
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts,
});
const FACTS = [
  set('erp', { orderValue: { amount: '150000.00', currency: 'EUR' }, priority: 'HIGH' }),
  set('trade', { customsStatus: 'held', missingDocuments: ['import_licence'], freeTimeEndsAt: '2026-03-03T08:00:00Z' }),
];
const assess = async (input: object = {}): Promise<unknown> => {
  const { handler } = await import('../../../lambdas/case/assess-case.handler.ts');
  return handler({ caseId: record.id, traceparent: TRACEPARENT, facts: FACTS, ...input }, {
    awsRequestId: 'r',
  } as Context);
};
const happenings = async (): Promise<string[]> =>
  (await fixture.store.journal(record.id)).map(({ happening }) => happening.what);

describe('assess-case', () => {
  it('scores, names the owner and commits all of it in one entry', async () => {
    expect(await assess()).toEqual({ version: 2 });
    const after = await fixture.store.load(record.id);
    expect(after).toMatchObject({
      state: 'triaged',
      owner: { team: 'customer-service' },
      impact: { valueAtRisk: { amount: '150000.00', currency: 'EUR' }, freeTimeEndsAt: '2026-03-03T08:00:00.000Z' },
    });
    expect(after?.severity?.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['value-high', 'free-time-ends', 'delivery-failed']),
    );
    expect(await happenings()).toEqual(['CaseOpened', 'CaseTriaged']);
    const [, triaged] = await fixture.store.journal(record.id);
    expect(triaged?.happening).toMatchObject({ facts: FACTS });
  });

  it('weighs the facts again when somebody was faster, against the case as it is then', async () => {
    fixture.meanwhile('TransactWriteItemsCommand', () =>
      perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
        commit: true,
        acts: [by({ what: 'SignalAttached', signalId: `sig_${'2'.repeat(32)}`, kind: 'exception' })],
        answer: () => undefined,
      })),
    );
    await assess();
    expect(await happenings()).toEqual(['CaseOpened', 'SignalAttached', 'CaseTriaged']);
    const after = await fixture.store.load(record.id);
    // The second report counts as a repetition.
    expect(after?.severity?.reasons.map(({ rule }) => rule)).toContain('repeated');
  });

  it('keeps a latch that held before, and leaves the owner, when it is asked again', async () => {
    const cold = [...FACTS, set('crm', { safetyCritical: true, tier: 'standard' })];
    await assess({ facts: cold });
    await assess({ facts: [set('erp', { orderValue: { amount: '10.00', currency: 'EUR' } })] });
    expect(await happenings()).toEqual(['CaseOpened', 'CaseTriaged', 'SeverityChanged']);
    expect((await fixture.store.load(record.id))?.severity).toMatchObject({
      level: 'S2',
      latches: ['safety-critical'],
    });
  });

  it('proposes no action of which something was decided already, when the case is open again', async () => {
    await begin({ id: deriveId('case', 'late'), type: 'transport.delay' });
    await assess({ facts: LATE });
    const [action] = await actionsOf(fixture.store, record.id);
    const confirmed: Action = { ...action!, state: 'confirmed', endedAt: AT };
    const commit = (happening: Happening, extra: readonly ReturnType<typeof putAction>[] = []) =>
      perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
        commit: true,
        acts: [by(happening)],
        with: { extra },
        answer: () => undefined,
      }));
    await commit({ what: 'ActionConfirmed', actionId: action!.id, found: 'written' }, [
      putAction(fixture.store.table, confirmed),
    ]);
    await commit({
      what: 'CaseResolved',
      via: 'system',
      resolution: 'arrived',
      reopenUntil: '2026-03-09T08:00:00.000Z',
    });
    await commit({ what: 'CaseReopened', signalId: `sig_${'3'.repeat(32)}` });
    await assess({ facts: LATE });
    expect((await happenings()).filter((what) => what === 'ActionProposed')).toHaveLength(1);
    expect(await actionsOf(fixture.store, record.id)).toEqual([confirmed]);
  });

  it('throws for a case that is not there, so that triage fails', async () => {
    await expect(assess({ caseId: `case_${'9'.repeat(32)}` })).rejects.toThrow('no case');
  });

  it('commits nothing for a case that is over', async () => {
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'CaseWithdrawn', reason: 'taken back' })],
      answer: () => undefined,
    }));
    expect(await assess()).toEqual({ version: 2 });
    expect(await happenings()).toEqual(['CaseOpened', 'CaseWithdrawn']);
  });
});
