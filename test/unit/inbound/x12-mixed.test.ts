import { describe, expect, it } from 'vitest';
import { translators } from '../../../lambdas/inbound/formats/index.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange, named, typeOf, withoutSet } from './x12-set.ts';

const status = interchange('214', ['B10*NL1*SO-1*NRTH', 'LX*1', 'AT7*AH*AG***20260302*0715*CT']);
const tender = interchange('990', ['B1*NRTH*LD-5*20260302*D']);
const acknowledgement = interchange('997', ['AK1*SM*1', 'AK9*A*1*1*1']);
const refusal = (...segments: readonly string[]): string => interchange('997', ['AK1*IM*77', ...segments]);
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
      {
        pointer: 'segment 1 (ST), ST01',
        detail: expect.stringContaining('The transaction set is 850'),
        mend: expect.not.stringContaining('register'),
      },
    ]);
  });
});

describe('what a partner answers to what we sent', () => {
  const translate = translators['x12']!;
  const answered = (text: string) => translate(payloadOf(text), sender);

  it('is trouble with the line to it where it refuses, with what was wrong', () => {
    const { drafts, rejections } = answered(
      refusal('AK2*210*0007', 'AK3*N1*4**8', 'AK4*2**1', 'AK5*R*5', 'AK2*210*0008', 'AK5*A', 'AK9*P*2*2*1'),
    );
    expect(rejections).toEqual([]);
    expect(drafts.map(typeOf)).toEqual(['integration.payload_rejected']);
    expect(named(drafts[0])).toEqual([
      `source ${sender.sourceId} fairlead`,
      `customer_reference 77 ${sender.issuer}`,
      `customer_reference 77/0007 ${sender.issuer}`,
    ]);
    expect(drafts[0]).toMatchObject({
      timeBasis: 'received',
      reason: { scheme: 'x12:717', code: 'R', status: '5' },
      text: 'Set 210 0007 of group 77 (IM) was refused. Segment N1 4: 8. Element 2: 1.',
    });
  });

  it.each<readonly [string, string, boolean]>([
    ['sets accepted with errors', refusal('AK2*210*0007', 'AK5*E*5', 'AK9*E*1*1*1'), false],
    ['a group refused without a word on its sets', refusal('AK9*R*2*2*0'), true],
    ['a group partially accepted, without its sets', refusal('AK9*P*2*2*1'), false],
    [
      'a set refused by an implementation acknowledgement',
      interchange('999', ['AK1*IM*77', 'AK2*210*0007', 'IK3*N1*4**8', 'IK5*X', 'AK9*R*1*1*0']),
      true,
    ],
    ['an interchange accepted', withoutSet('TA1*000000021*260302*0815*A*000'), false],
    ['an interchange refused', withoutSet('TA1*000000021*260302*0815*R*006'), true],
  ])('%s', (_what, text, isTrouble) => {
    const { drafts, rejections, warnings } = answered(text);
    expect(rejections).toEqual([]);
    expect(drafts.map(typeOf)).toEqual(isTrouble ? ['integration.payload_rejected'] : []);
    expect(warnings.some((warning) => warning.includes('passed over'))).toBe(!isTrouble);
  });

  it('comes to a source of one set as well', () => {
    const { drafts, rejections } = translators['x12-214']!(payloadOf(refusal('AK9*R*2*2*0') + status), sender);
    expect([drafts.map(typeOf), rejections]).toEqual([
      ['integration.payload_rejected', 'transport.delivery_failed'],
      [],
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
    '865',
    '870',
    '944',
    '945',
    '947',
    '990',
  ])('there is one for %s, and it says something of an empty set', (set) => {
    const { drafts, rejections, warnings } = translators[`x12-${set}`]!(payloadOf(interchange(set, [])), sender);
    expect(drafts).toEqual([]);
    expect(rejections.length + warnings.length).toBeGreaterThan(0);
  });
});
