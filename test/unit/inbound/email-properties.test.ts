import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { translateEmail } from '../../../lambdas/inbound/formats/email.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples/email', import.meta.url));
const files = existsSync(folder) ? globSync('*.eml', { cwd: folder }) : [];
const contentOf = (file: string) => readFileSync(`${folder}/${file}`);
const own = Buffer.from(
  'From: pkginfo@ups.com\r\nSubject: =?utf-8?Q?Delivery=20exception?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Tracking number: 1Z999AA10123456784</p>\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nShipment 80012345 is delayed.\r\n--b--',
);

async function expectSound(bytes: Uint8Array): Promise<void> {
  const translation = await translateEmail(payloadOf(bytes), sender);
  for (const one of completeAll(translation)) expect(signal.parse(one)).toEqual(one);
  const { drafts, rejections, warnings } = translation;
  expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
  expect(drafts.length + rejections.length).toBeLessThanOrEqual(11);
  for (const { detail, mend } of rejections) expect(`${detail}${mend ?? ''}`.length).toBeLessThan(600);
}

describe('mail of any kind', () => {
  const seed = fc.constantFrom(own, ...files.map(contentOf));
  const put = fc.constantFrom(
    '',
    '\r\n\r\n',
    '--b\r\n',
    '\u0000',
    '<',
    '9'.repeat(400),
    'Content-Type: message/rfc822\r\n\r\n',
    'Fwd: ',
  );

  it('is read soundly, cut off or changed anywhere', async () => {
    const changed = fc.tuple(seed, fc.nat(), fc.nat(), put).map(([bytes, cut, place, text]) => {
      const part = bytes.subarray(0, cut % bytes.length);
      const at = place % (part.length + 1);
      return Buffer.concat([part.subarray(0, at), Buffer.from(text), bytes.subarray(at)]);
    });
    await fc.assert(fc.asyncProperty(changed, expectSound), { numRuns: 40 });
  });

  it.each([
    ['blanks', `order${' '.repeat(50_000)}x`],
    ['empty lines', '\n'.repeat(50_000)],
    ['quotes', '> '.repeat(25_000)],
    ['labels', 'order no: '.repeat(5_000)],
    ['open tags', '<p '.repeat(30_000)],
    ['signs', `from:${'a'.repeat(50_000)}@`],
  ])('%s without end are read in passing', async (_name, text) => {
    for (const type of ['text/plain', 'text/html'])
      await expectSound(Buffer.from(`From: a@b.example\r\nSubject: Fwd: x\r\nContent-Type: ${type}\r\n\r\n${text}`));
  });

  it.skipIf(files.length === 0)('is what real notices say', async () => {
    const said = await Promise.all(
      files.toSorted().map(async (file) => {
        const { drafts, rejections } = await translateEmail(payloadOf(contentOf(file)), sender);
        expect(rejections).toEqual([]);
        return drafts
          .map((draft) => ('type' in draft ? `${draft.type} ${draft.occurredAt}` : draft.milestone?.name))
          .join();
      }),
    );
    expect(said).toEqual([
      'booked',
      '',
      'in_transit',
      'other',
      'out_for_delivery',
      'out_for_delivery',
      'out_for_delivery',
      'transport.delay 2019-12-21T01:10:00.000+01:00',
    ]);
  });
});
