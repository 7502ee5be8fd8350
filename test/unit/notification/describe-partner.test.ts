import { expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { whatIsAtStake } from '../../../lambdas/notification/describe-case.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const partner = { linkId: deriveId('plk', 'one'), partner: 'Northline', at: '2026-03-02T09:00:00.000Z' };
const notReached = openCase({ partner: { ...partner, notReached: 'their mail came back' } });

const pack = defaultPack();
const person = pack.people[0]!;
const at = '2026-03-02T09:30:00.000Z';
const ASK = 'Our question has not reached Northline: their mail came back. Ask them again, or by phone';
const stakes = (record: typeof notReached, purpose?: 'call' | 'partner'): readonly string[] =>
  whatIsAtStake({ record, person, pack, at }, purpose === undefined ? undefined : { purpose });

it('whoever is called hears that a question has not reached a partner: nobody may have had the case when that was known', () => {
  expect(stakes(notReached, 'call')).toContain(ASK);
  expect(stakes(notReached)).toContain(ASK);
});

it('a message about that alone does not say it twice, and an answer is no trouble', () => {
  expect(stakes(notReached, 'partner')).not.toContain(ASK);
  for (const record of [openCase({ partner }), openCase()])
    expect(stakes(record, 'call').join(' ')).not.toContain('has not reached');
});
