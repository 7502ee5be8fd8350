import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseCase } from '../../../lambdas/case/adapters/erase-case.ts';
import { applyActs, verifyChain } from '../../../lambdas/case/index.ts';
import * as keys from '../../../lambdas/case/keys.ts';
import { by, byPerson, opened, seedCase, TRACEPARENT } from './history.ts';
import { openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';

const AT = '2026-03-02T08:00:00.000Z';
const WORDS = 'Maria called the consignee';

let fixture: StoreFixture;
let caseId: string;
beforeEach(async () => {
  fixture = openStores(AT);
  const note = byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: WORDS } });
  const { after, entries } = applyActs(seedCase(), [by(opened), note], {
    at: AT,
    traceparent: TRACEPARENT,
    salt: () => 's',
  });
  caseId = after.id;
  await fixture.store.commit({ after, entries });
});
afterEach(() => {
  fixture.close();
});

const erase = () => {
  const { actor, cause } = byPerson(opened);
  return eraseCase(fixture.store, { caseId, traceparent: TRACEPARENT, by: { actor, cause }, reason: 'asked for' });
};
const whole = async (): Promise<string> => JSON.stringify(await fixture.items(caseId));

test('dead before or after any of its writes, it is found by asking again: nothing of the words is left, and the chain is whole', async () => {
  for (const when of ['before', 'after'] as const)
    for (let call = 0; call < 6; call += 1) {
      fixture.dieAt(call, when);
      await erase().catch(() => undefined);
      fixture.liveOn();
    }
  await erase();
  expect(await whole()).not.toContain(WORDS);
  expect(verifyChain(await fixture.store.journal(caseId))).toMatchObject({ whole: true });
});

test('an entry that is gone by the time that its words are taken out stays gone', async () => {
  const key = { pk: { S: caseId }, sk: { S: keys.journalSk(2) } };
  fixture.meanwhile('UpdateItemCommand', () => fixture.raw('DeleteItem', { TableName: 'cases', Key: key }));
  expect(await erase()).toMatchObject({ outcome: 'changed' });
  expect(await fixture.items(caseId)).not.toContainEqual(expect.objectContaining({ sk: key.sk }));
});
