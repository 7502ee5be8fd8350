import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { senderOf } from '../../../lambdas/inbound/adapters/take-in.ts';
import { sourceWish } from '../../../lambdas/contracts/index.ts';
import type { SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { edi214 } from '../../support/edi.ts';
import { payloadOf } from './sender.ts';

const registered = (testData?: 'take' | 'refuse'): SourceRegistration =>
  ({
    ...sourceWish.parse({
      id: 'north-edi',
      title: 'North',
      format: 'x12',
      zone: 'UTC',
      region: 'eu',
      businessUnit: 'retail',
      ...(testData === undefined ? {} : { testData }),
    }),
  }) as SourceRegistration;

const x12 = (mark: string): string => edi214().replace('*0*P*>', `*0*${mark}*>`);
const edifact = (mark: string): string =>
  `UNB+UNOC:3+THEM:14+US:14+260302:0800+7${mark}'UNH+1+IFTSTA:D:96A:UN'BGM+23+M1+9'NAD+CA+MAEU:160'CNI+1+B1'EQD+CN+MRKU3700927'STS+1+20'DTM+334:202603020700:203'UNT+8+1'UNZ+1+7'`;

function read(format: string, text: string, testData?: 'take' | 'refuse'): Translation {
  const sender = senderOf(registered(testData), '2026-03-02T09:00:00.000Z', undefined);
  const translate = translatorOf(format);
  if (translate === undefined) throw new Error(`no translator for ${format}`);
  return translate(payloadOf(text), sender);
}

describe.each([
  ['x12', x12('P'), x12('T'), 'ISA15'],
  ['edifact', edifact(''), edifact('++++++1'), 'UNB'],
])('an interchange of %s that calls itself a test', (format, real, test, pointer) => {
  it('is read like any other, with a warning, unless its source refuses tests', () => {
    for (const testData of [undefined, 'take'] as const) {
      const { drafts, rejections, warnings } = read(format, test, testData);
      expect([drafts.length, rejections]).toEqual([1, []]);
      expect(warnings.join()).toContain('test data');
    }
  });
  it('is refused with its place and what to do where the source takes no tests', () => {
    const { drafts, rejections } = read(format, test, 'refuse');
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ pointer, mend: expect.stringContaining('testData') }]);
  });
  it('is no test without the mark', () => {
    const { drafts, rejections, warnings } = read(format, real, 'refuse');
    expect([drafts.length, rejections, warnings.join().includes('test data')]).toEqual([1, [], false]);
  });
});
