import { describe, expect, it } from 'vitest';
import { acknowledgementOf, translators } from '../../../lambdas/inbound/formats/index.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange } from './x12-set.ts';

const status = (code: string) => ['B10*NL1*SO-1*NRTH', 'LX*1', `AT7*${code}*NS***20260302*0715*CT`];

function acknowledged(text: string, accept = 'application/edi-x12', format = 'x12-214'): string | undefined {
  const payload = payloadOf(text, 'application/edi-x12', { accept });
  const translation = translators[format]!(payload, sender);
  return acknowledgementOf(payload, translation, sender.receivedAt)?.body;
}
/** Segments between GS and GE. */
const body = (answer: string | undefined): readonly string[] => {
  const segments = (answer ?? '').split('~\n');
  return segments.slice(
    2,
    segments.findIndex((segment) => segment.startsWith('GE')),
  );
};

describe('a functional acknowledgement', () => {
  it('goes back to the sender with the control numbers of what it answers, each time the same', () => {
    const answer = acknowledged(interchange('214', status('X1')));
    expect(answer?.split('~\n')).toEqual([
      'ISA*00*          *00*          *ZZ*FAIRLEAD       *02*NRTH           *260302*1400*U*00401*000004417*0*P*>',
      'GS*FA*FAIRLEAD*NRTH*20260302*1400*1*X*004010',
      'ST*997*0001',
      'AK1*XX*4417',
      'AK2*214*0001',
      'AK5*A',
      'AK9*A*1*1*1',
      'SE*6*0001',
      'GE*1*1',
      'IEA*1*000004417',
      '',
    ]);
    expect(acknowledged(interchange('214', status('X1')))).toBe(answer);
  });

  it('is X12 that we read ourselves, and that nobody acknowledges', () => {
    const answer = acknowledged(interchange('214', status('X1'))) ?? '';
    expect(translators['x12']!(payloadOf(answer), sender)).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('acknowledgement 997 passed over')],
    });
    expect(acknowledged(answer)).toBeUndefined();
  });

  it.each<[string, string, readonly string[]]>([
    ['a set of which nothing was read', interchange('214', status('Q9Z')), ['AK3*AT7*4**8', 'AK5*R*5', 'AK9*R*1*1*0']],
    [
      'a set of which a part was read',
      interchange('214', [...status('Q9Z'), 'AT7*X1*NS***20260302*0715*CT']),
      ['AK3*AT7*4**8', 'AK5*E*5', 'AK9*E*1*1*1'],
    ],
    ['a set that this source does not send', interchange('990', ['B1*NRTH*L*20260302*A']), ['AK5*R*1', 'AK9*R*1*1*0']],
    ['a set without its end', interchange('214', status('X1')).replace(/SE\*.*~\n/, ''), ['AK5*R*2', 'AK9*R*1*1*0']],
  ])('says of %s where it is wrong', (_what, text, expected) => {
    expect(body(acknowledged(text)).slice(3, -1)).toEqual(expected);
  });

  it('counts the sets of each group, and answers each interchange', () => {
    const [head = ''] = interchange('214', status('X1')).split('ST*');
    const set = (control: string, code: string) =>
      `${['ST*214*' + control, ...status(code), `SE*5*${control}`].join('~')}~`;
    const two = `${head}${set('1', 'X1')}${set('2', 'Q9Z')}GE*2*4417~IEA*1*000004417~`;
    const answer = acknowledged(two + interchange('214', status('X1')));
    expect(body(answer)).toEqual([
      'ST*997*0001',
      'AK1*XX*4417',
      'AK2*214*1',
      'AK5*A',
      'AK2*214*2',
      'AK3*AT7*4**8',
      'AK5*R*5',
      'AK9*P*2*2*1',
      'SE*9*0001',
    ]);
    expect(answer?.match(/^ISA/gm)).toHaveLength(2);
  });

  it('is a 999 where that is asked for', () => {
    const answer = acknowledged(interchange('214', status('Q9Z'), '005010'), 'text/plain, application/edi-x12;set=999');
    expect(answer).toContain('GS*FA*FAIRLEAD*NRTH*20260302*1400*1*X*005010X231A1');
    expect(body(answer)).toEqual([
      'ST*999*0001*005010X231A1',
      'AK1*XX*4417*005010',
      'AK2*214*0001',
      'IK3*AT7*4**8',
      'IK5*R*5',
      'AK9*R*1*1*0',
      'SE*7*0001',
    ]);
  });

  it.each(['', 'application/json', '*/*', 'application/edi-x12-other'])('is not sent to who accepts "%s"', (accept) => {
    expect(acknowledged(interchange('214', status('X1')), accept)).toBeUndefined();
  });

  it('is not sent for what has no group to answer, or is no X12', () => {
    expect(acknowledged('ISA*00*')).toBeUndefined();
    expect(acknowledged('{}', 'application/edi-x12', 'canonical')).toBeUndefined();
  });

  it('keeps to its own separators, whatever the sender’s are', () => {
    const other = interchange('214', status('X1')).replaceAll('*', '|').replaceAll('4417', '44*7');
    expect(acknowledged(other)).toContain('AK1*XX*44 7~');
  });
});
