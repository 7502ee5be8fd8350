import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customerTold } from '../../../lambdas/actions/adapters/customer-mail.ts';
import { undoingOf } from '../../../lambdas/actions/catalogue.ts';
import type { Action, CaseState } from '../../../lambdas/contracts/index.ts';
import { loadSent, noteSent, putSent } from '../../../lambdas/customers/adapters/sent-store.dynamo.ts';
import type { SentMail } from '../../../lambdas/customers/adapters/sent-store.dynamo.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { anAction, record } from './actions-fixture.ts';

const message = (changes: Partial<Action> = {}): Action =>
  anAction({
    type: 'customer_message',
    state: 'confirmed',
    change: { template: 'late', to: 'digest' },
    basis: {},
    ...changes,
  });
const key = { caseId: record.id, actionId: message().id };

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});
const store = (state: SentMail['state']): Promise<unknown> =>
  fixture.raw('TransactWriteItems', { TransactItems: [putSent('cases', key, { state, providerMessageId: 'm-1' })] });
const told = (state: CaseState = 'acknowledged', action = message()) =>
  customerTold(fixture.store, action, { ...record, state });

describe('a message to a customer keeps the promise to tell them', () => {
  it('once it is sent, and names it', async () => {
    await noteSent(fixture.store, key, 'm-1');
    expect(await told()).toMatchObject([
      { clock: 'communicate', happening: { what: 'CustomerTold', actionId: key.actionId, providerMessageId: 'm-1' } },
    ]);
  });

  it.each(['closed', 'withdrawn', 'merged'] as const)(
    'not where the case is %s: nothing of it is promised',
    async (state) => {
      await noteSent(fixture.store, key, 'm-1');
      expect(await told(state)).toEqual([]);
    },
  );

  it('not where it has come back by then, though whoever has sent it says so later', async () => {
    await store('failed');
    expect(await told()).toEqual([]);
    await noteSent(fixture.store, key, 'm-1');
    expect(await loadSent(fixture.store, key)).toMatchObject({ state: 'failed' });
    expect(await told()).toEqual([]);
  });

  it('not where nobody knows that it was sent, where it is not at its end, and not by another change', async () => {
    expect(await told()).toEqual([]);
    await noteSent(fixture.store, key, 'm-1');
    expect(await told('acknowledged', message({ state: 'executing' }))).toEqual([]);
    expect(await told('acknowledged', message({ type: 'promise_date' }))).toEqual([]);
  });
});

it('what a customer has read is not taken back', () => {
  expect(undoingOf(message(), message())).toBeUndefined();
  expect(undoingOf(anAction(), anAction())).toBeDefined();
});
