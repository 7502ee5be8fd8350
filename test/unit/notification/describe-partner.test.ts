import { expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { partnerLines } from '../../../lambdas/notification/describe-partner.ts';
import { openCase } from '../../support/case.ts';

const partner = { linkId: deriveId('plk', 'one'), partner: 'Northline', at: '2026-03-02T09:00:00.000Z' };
const notReached = openCase({ partner: { ...partner, notReached: 'their mail came back' } });

it('whoever is called hears that a question has not reached a partner: nobody may have had the case when that was known', () => {
  expect(partnerLines(notReached, { purpose: 'call' })).toEqual([
    'Our question has not reached Northline: their mail came back. Ask them again, or by phone',
  ]);
});

it('a message about that alone does not say it twice, and an answer is no trouble', () => {
  expect(partnerLines(notReached, { purpose: 'partner' })).toEqual([]);
  expect(partnerLines(openCase({ partner }), { purpose: 'call' })).toEqual([]);
  expect(partnerLines(openCase(), { purpose: 'call' })).toEqual([]);
});
