import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { putAction } from '../../../lambdas/actions/index.ts';
import { after, AT, LARGE, made } from './actions-fixture.ts';

const { action } = made({ amount: LARGE });
const itemOf = (changes: Partial<Action>) => unmarshall(putAction('cases', { ...action, ...changes }).Put?.Item ?? {});
const answeredBy = action.governance.expiresAt ?? '';

describe('what stands on a worklist', () => {
  it('what waits for an approval comes by when it has to be answered, with the digest by which it is approved', () => {
    const item = itemOf({});
    expect(item).toMatchObject({
      queuePk: 'ACTIONS#awaiting_approval',
      queueSk: expect.stringMatching(`^${answeredBy}#`),
    });
    expect(item['summary']).toEqual({
      id: action.id,
      caseId: action.caseId,
      type: 'promise_date',
      title: action.title,
      state: 'awaiting_approval',
      since: answeredBy,
      amount: LARGE,
      digest: action.digest,
    });
  });

  it.each(['failed', 'unconfirmed'] as const)(
    'what is %s comes by when it ended, also where it was approved before',
    (state) => {
      const item = itemOf({ state, endedAt: after(7), approvals: [{ person: 'ines-duarte', at: AT }] });
      expect(item).toMatchObject({ queuePk: `ACTIONS#${state}`, summary: { state, since: after(7) } });
      expect(item['queueSk']).toMatch(`${after(7)}#`);
      // Nobody approves it any more.
      expect(item['summary']).not.toHaveProperty('digest');
    },
  );

  it('what is done by hand comes by since when its system is silent', () => {
    const byHand = { since: after(3), round: 1, dueAt: after(60) } as Action['byHand'];
    expect(itemOf({ state: 'by_hand', ...(byHand === undefined ? {} : { byHand }) })['summary']).toMatchObject({
      since: after(3),
    });
  });

  it('what waits for nobody is on none', () => {
    for (const state of ['approved', 'executing', 'confirmed', 'expired', 'refused'] as const)
      expect(itemOf({ state })).not.toHaveProperty('queuePk');
  });
});
