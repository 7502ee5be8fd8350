import { describe, expect, it } from 'vitest';
import { translators } from '../../../lambdas/inbound/formats/index.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange, typeOf } from './x12-set.ts';

const status = interchange('214', ['B10*NL1*SO-1*NRTH', 'LX*1', 'AT7*AH*AG***20260302*0715*CT']);
const tender = interchange('990', ['B1*NRTH*LD-5*20260302*D']);
const acknowledgement = interchange('997', ['AK1*SM*1', 'AK9*A*1*1*1']);
const order = interchange('850', ['BEG*00*SA*PO-1**20260302']);

describe('x12', () => {
  const translate = translators['x12']!;

  it('takes every set that we read, mixed, and passes acknowledgements over', () => {
    const { format, drafts, rejections, warnings } = translate(payloadOf(status + acknowledgement + tender), sender);
    expect([format, drafts.map(typeOf), rejections]).toEqual([
      'x12',
      ['transport.delivery_failed', 'transport.capacity_rejected'],
      [],
    ]);
    expect(warnings).toContainEqual(expect.stringContaining('acknowledgement 997 passed over'));
  });

  it('rejects by name what it cannot read, and reads the rest', () => {
    const { drafts, rejections } = translate(payloadOf(order + tender), sender);
    expect(drafts).toHaveLength(1);
    expect(rejections).toMatchObject([
      { pointer: 'segment 1 (ST), ST01', detail: expect.stringContaining('The transaction set is 850') },
    ]);
  });
});

describe('a source of one set', () => {
  it('rejects another, and says where it would be taken', () => {
    const { drafts, rejections } = translators['x12-214']!(payloadOf(status + tender), sender);
    expect(drafts.map(typeOf)).toEqual(['transport.delivery_failed']);
    expect(rejections).toMatchObject([
      { detail: 'The transaction set is 990, this source sends 214.', mend: expect.stringContaining('as x12') },
    ]);
  });

  it.each([
    '180',
    '210',
    '214',
    '315',
    '322',
    '350',
    '810',
    '824',
    '846',
    '855',
    '856',
    '857',
    '861',
    '944',
    '945',
    '990',
  ])('there is one for %s, and it says something of an empty set', (set) => {
    const { drafts, rejections, warnings } = translators[`x12-${set}`]!(payloadOf(interchange(set, [])), sender);
    expect(drafts).toEqual([]);
    expect(rejections.length + warnings.length).toBeGreaterThan(0);
  });
});
