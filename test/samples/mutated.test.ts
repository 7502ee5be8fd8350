import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../bin/samples/manifest.ts';
import { anyTranslatorOf } from '../../lambdas/inbound/formats/any-format.ts';
import { expectSound } from '../unit/inbound/mutate.ts';
import { payloadOf, sender } from '../unit/inbound/sender.ts';

const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const samples = existsSync(folder) ? readManifest(folder) : [];

type Change = (bytes: Buffer) => Buffer;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const span = fc.tuple(share, fc.integer({ min: 1, max: 300 }));
const spanIn = (bytes: Buffer, [from, size]: readonly [number, number]): readonly [Buffer, Buffer, Buffer] => {
  const start = Math.floor(from * bytes.length);
  return [bytes.subarray(0, start), bytes.subarray(start, start + size), bytes.subarray(start + size)];
};
const put = fc.oneof(
  fc.uint8Array({ maxLength: 8 }),
  fc
    .constantFrom(
      '',
      '"',
      '<',
      '</',
      '{',
      '[',
      '&a;',
      '*',
      '~',
      "'",
      '+',
      '?',
      '\n',
      '9'.repeat(5_000),
      '\u0000',
      '=1+1',
    )
    .map((text) => Buffer.from(text)),
);
const change: fc.Arbitrary<Change> = fc.oneof(
  // Lost, doubled, in another order, something else instead, and cut.
  span.map((at) => (bytes: Buffer) => {
    const [before, , after] = spanIn(bytes, at);
    return Buffer.concat([before, after]);
  }),
  span.map((at) => (bytes: Buffer) => {
    const [before, piece, after] = spanIn(bytes, at);
    return Buffer.concat([before, piece, piece, after]);
  }),
  fc.tuple(span, share).map(([at, to]) => (bytes: Buffer) => {
    const [before, piece, after] = spanIn(bytes, at);
    const rest = Buffer.concat([before, after]);
    const place = Math.floor(to * rest.length);
    return Buffer.concat([rest.subarray(0, place), piece, rest.subarray(place)]);
  }),
  fc.tuple(share, put).map(([at, bytesPut]) => (bytes: Buffer) => {
    const [before, , after] = spanIn(bytes, [at, bytesPut.length]);
    return Buffer.concat([before, bytesPut, after]);
  }),
  share.map((at) => (bytes: Buffer) => bytes.subarray(0, Math.ceil(at * bytes.length))),
);

describe.skipIf(samples.length === 0)('each real payload, spoilt in any way', () => {
  it.each(samples.map(({ file, formats }) => [file, formats] as const))('%s', async (file, formats) => {
    const translate = formats.map(anyTranslatorOf).find((found) => found !== undefined);
    if (translate === undefined) throw new Error(`nobody reads ${formats.join(' or ')}`);
    const bytes = readFileSync(`${folder}/${file}`);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const spoilt = changes.reduce<Buffer>((now, make) => make(now), bytes);
        const translation = await translate(payloadOf(spoilt, ''), sender);
        expectSound(translation);
        const { drafts, rejections, warnings } = translation;
        // Nothing is lost in silence.
        expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: 12 },
    );
  });
});
