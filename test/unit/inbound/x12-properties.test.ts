import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { acknowledgementOf, translators } from '../../../lambdas/inbound/formats/index.ts';
import type { Translation, Translator } from '../../../lambdas/inbound/formats/translator.ts';
import { attemptedDelivery } from '../../support/samples/index.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange, translateX12Status } from './x12-set.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples', import.meta.url));
const realOnes = (pattern: string): readonly Uint8Array[] =>
  existsSync(folder) ? globSync(pattern, { cwd: folder }).map((file) => readFileSync(`${folder}/${file}`)) : [];
const whole: readonly Uint8Array[] = [Buffer.from(attemptedDelivery), ...realOnes('x12-214/*.edi')];
const translateX12: Translator = (payload, from) => translators['x12']!(payload, from);

const contentTypes = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'text/plain',
];

/** The longest signal of EDI text: what stands in an answer, a record or an event has to fit there. */
const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));

function expectSound(translation: Translation): void {
  for (const made of completeAll(translation)) {
    expect(signal.parse(made)).toEqual(made);
    // PutEvents takes ten of them in 1 MB, and bills by 64 KB.
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(64_000);
  }
  for (const { part, pointer, detail, mend = '' } of translation.rejections) {
    expect(longest([part, pointer, detail, mend])).toBeLessThanOrEqual(600);
    expect(detail).not.toBe('');
  }
}

/** Segments by any terminator, and pieces of lines besides, so never fewer than there are. */
const piecesOf = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .split(/[^A-Za-z0-9* ]/).length + 1;

type Change = (bytes: Buffer) => Buffer;
const words = [
  '*',
  '~',
  '\n',
  '\r\n',
  'ISA',
  'ISA*',
  'GS*',
  'ST*214*1~',
  'SE*1*1~',
  'LX*1~',
  'AT7*',
  'AT7*X1*NS***20260308*0230*LT~',
  'L11*',
  'MS1*',
  'MS2*MSCU*1234567~',
  'Q7*D*PCS*1~',
  'IEA*',
  '…',
  '\u0000',
  'constructor',
  '__proto__',
  'x'.repeat(200),
  '20269999',
  'K1*',
  'CD3*',
];
const at = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, at).map(([from, size]): Change => (bytes) => {
    const start = Math.floor(from * bytes.length);
    const end = start + Math.floor(size * 60);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  }),
  fc.tuple(at, at).map(([from, size]): Change => (bytes) => {
    const start = Math.floor(from * bytes.length);
    const end = start + Math.floor(size * 200);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  }),
  fc.tuple(at, at).map(([one, other]): Change => (bytes) => {
    const swapped = Buffer.from(bytes);
    const [left, right] = [Math.floor(one * bytes.length), Math.floor(other * bytes.length)];
    if (left < bytes.length && right < bytes.length)
      [swapped[left], swapped[right]] = [bytes[right] ?? 0, bytes[left] ?? 0];
    return swapped;
  }),
  fc
    .tuple(
      at,
      fc.oneof(
        fc.constantFrom(...words).map((word) => Buffer.from(word)),
        fc.uint8Array({ maxLength: 8 }),
      ),
    )
    .map(([from, inserted]): Change => (bytes) => {
      const start = Math.floor(from * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start)]);
    }),
);

describe('translators', () => {
  it.each(Object.entries(translators))('%s: no bytes whatever make it throw', (_format, translate: Translator) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ size: 'medium' }),
        fc.constantFrom(...contentTypes),
        fc.boolean(),
        (bytes, type, binary) => {
          const headers = binary ? { 'ce-specversion': '1.0', 'ce-id': 'e-1' } : {};
          expectSound(translate(payloadOf(bytes, type, headers), sender));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('x12-214: words of its grammar in any order make signals or rejections, and keep the contract', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (chosen) => {
        const text = `${attemptedDelivery.slice(0, attemptedDelivery.indexOf('LX*1'))}${chosen.join('')}`;
        expectSound(translateX12Status(payloadOf(text), sender));
      }),
      { numRuns: 300 },
    );
  });

  it('x12-214: messages that were cut, doubled, swapped and sprinkled keep the contract and lose nothing in silence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 6 }), (bytes, changes) => {
        const damaged = changes.reduce<Buffer>((sofar, next) => next(sofar), Buffer.from(bytes));
        const translation = translateX12Status(payloadOf(damaged), sender);
        expectSound(translation);
        const told = translation.drafts.length + translation.rejections.length;
        expect(told).toBeLessThanOrEqual(piecesOf(damaged));
        expect(told + translation.warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('x12-214: each element in turn may hold anything, and no signal of it breaks the contract', () => {
    const elements = attemptedDelivery.split(/(?<=[*~])/);
    const from = elements.findIndex((element) => element.startsWith('GS'));
    for (const value of [
      '',
      ' ',
      '0',
      '-1',
      'constructor',
      '__proto__',
      '9'.repeat(300),
      'ü'.repeat(300),
      '\u0000',
      '"<&>',
    ]) {
      for (let index = from; index < elements.length; index += 1) {
        const changed = elements.with(index, `${value}${elements[index]?.slice(-1) ?? ''}`).join('');
        const translation = translateX12Status(payloadOf(changed), sender);
        expectSound(translation);
        expect(translation.drafts.length + translation.rejections.length + translation.warnings.length).toBeGreaterThan(
          0,
        );
      }
    }
  });

  it('x12-214: the same bytes give the same signals', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), change, (bytes, once) => {
        const damaged = once(Buffer.from(bytes));
        expect(translateX12Status(payloadOf(damaged), sender)).toEqual(translateX12Status(payloadOf(damaged), sender));
      }),
      { numRuns: 100 },
    );
  });
});

const setIds = Object.keys(translators).flatMap((format) => (format.startsWith('x12-') ? format.slice(4) : []));
/** Tags that any of our readers looks at, and one that none does. */
const tags =
  'ACK AT7 B1 B10 B3 B4 BAK BGN BHT BIA BIG BLI BRA BSN C3 CUR DTM G62 HL IT1 IT3 K1 L11 L3 LIN LX M10 N1 N4 N7 N9 NTE OTI P4 PO1 PRF Q2 Q5 Q7 QTY R4 RCD RDR REF SCH SG SN1 TD3 TD5 TDS TED V9 VID W06 W07 W08 W12 W13 W14 W17 W27 X4 XXX'.split(
    ' ',
  );
const values = [
  '',
  '',
  '0',
  '-5',
  '1.5',
  '01',
  '02',
  'A',
  'D',
  'IR',
  'BP',
  'CP',
  'TR',
  'PA',
  '1H',
  'GI',
  'X3',
  'EQ',
  'UN',
  'USLAX',
  'VP',
  'PO',
  'MSCU',
  '1234567',
  '20260302',
  '20269999',
  '0715',
  '2575',
  'LT',
  '002',
  '017',
  '067',
  '810',
  'constructor',
  '__proto__',
  '9'.repeat(20),
  'ü'.repeat(300),
];
const segment = fc
  .tuple(fc.constantFrom(...tags), fc.array(fc.constantFrom(...values), { maxLength: 13 }))
  .map(([tag, elements]) => [tag, ...elements].join('*'));

describe('all sets', () => {
  it('segments that we look at, in any order and with anything in them, keep the contract and lose nothing in silence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...setIds), fc.array(segment, { maxLength: 25 }), (id, segments) => {
        const payload = payloadOf(interchange(id, segments), 'application/edi-x12', { accept: 'application/edi-x12' });
        const translation = translateX12(payload, sender);
        expectSound(translation);
        const { drafts, rejections, warnings } = translation;
        expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
        expect(acknowledgementOf(payload, translation, sender.receivedAt)?.body).toMatch(/^AK9\*[AEPR]\*1\*1\*[01]~$/m);
      }),
      { numRuns: 1500 },
    );
  });

  it('messages that were cut, doubled, swapped and sprinkled keep the contract, and have an answer or none', () => {
    const real = [...realOnes('x12-*/*.edi'), Buffer.from(attemptedDelivery)].filter(({ length }) => length < 4000);
    fc.assert(
      fc.property(fc.constantFrom(...real), fc.array(change, { minLength: 1, maxLength: 6 }), (bytes, changes) => {
        const damaged = changes.reduce<Buffer>((sofar, next) => next(sofar), Buffer.from(bytes));
        const payload = payloadOf(damaged, 'application/edi-x12', { accept: 'application/edi-x12' });
        const translation = translateX12(payload, sender);
        expectSound(translation);
        expect(acknowledgementOf(payload, translation, sender.receivedAt)?.body ?? 'ISA').toMatch(/^ISA/);
      }),
      { numRuns: 500 },
    );
  });

  /** What would take minutes if what stands around a loop were read again for each of them. */
  it.each([
    ['180', 'RDR*RA*DA~', 'BLI*SK*W*1*EA~RDR*RA*DA~'],
    ['214', 'L11*1*PO~', 'LX*1~L11*2*PO~CD3*1~AT7*X1*NS***20260302*0715~'],
    ['315', 'B4***VA*20260302*0715**MSCU*123456~N9*BM*B~', 'R4*L*UN*USLAX~DTM*139*20260302~SG*PA~'],
    ['322', 'N9*BM*B~N9*X3*1~', 'Q5*I*20260302~N7*MSCU*123456~'],
    ['350', 'N9*BM*B~', 'P4*USLAX~X4*B*1*01*E***1H~'],
    ['824', 'BGN*11*A~N9*BM*B~', 'OTI*TR*SI*S~TED*007~'],
    ['846', 'REF*PO*1~', 'LIN*1*SK*W~QTY*33*-1~'],
    ['855', 'BAK*00*AC*P~DTM*010*20260302~', 'PO1*1*5*EA***VP*W~ACK*IR*5*EA~'],
    ['856', 'BSN*00*A~REF*BM*B~', 'HL*1**I~LIN**VP*W~SN1**1*EA**2~'],
    ['861', 'BRA*A~REF*PO*1~', 'RCD*1*5*EA***1*EA*01~LIN**VP*W~'],
    ['944', 'W17*F*20260302*A~N9*PO*1~', 'W07*1*EA**VN*W~W13*1*EA*01~'],
    ['865', 'BCA*19**A***20260302~REF*PO*1~', 'POC*1*QD*1**EA***VN*W~ACK*IB*1*EA~'],
    ['870', 'BSR*3*PA*A~REF*PO*1~', 'HL*1**I~PO1**1*EA***VN*W~ISR*BO*20260305~'],
    ['945', 'W06*F*A~N9*PO*1~', 'W12*CP*2*1*1*EA**VN*W~'],
    ['947', 'W15*20260302*A*B~N9*PO*1~', 'W19*AU*-1*EA**VN*W~'],
  ])('a million bytes of %s are read in one go', { timeout: 30_000 }, (id, around, loop) => {
    const half = (piece: string): string => piece.repeat(Math.ceil(500_000 / piece.length));
    const payload = payloadOf(interchange(id, [`${half(around)}${half(loop)}`.slice(0, -1)]), '', {
      accept: 'application/edi-x12',
    });
    const translation = translateX12(payload, sender);
    expect(translation.drafts.length + translation.rejections.length).toBeGreaterThan(0);
    expect(acknowledgementOf(payload, translation, sender.receivedAt)).toBeDefined();
  });
});

const start = attemptedDelivery.slice(0, attemptedDelivery.indexOf('LX*1'));
const envelope = attemptedDelivery.slice(0, attemptedDelivery.indexOf('GS*'));

/** What would take minutes if any of it were read again for each of its pieces. */
describe('two million bytes', () => {
  it.each([
    ['ISA*', 'ISA*'],
    ['interchanges without an end', envelope],
    ['LX*1~', `${start}\nLX*1~`],
    ['ST*214*1~', `${envelope}ST*214*1~`],
    ['AT7', `${start}\nLX*1~AT7*X1*NS***20260302*0700*LT~`],
    ['AT7 in one loop', 'AT7*X1*NS***20260302*0700*LT~'],
    ['L11 in one loop', 'L11*1*PO~'],
    ['CD3', 'CD3*1~'],
    ['MS1', 'MS1*DULUTH*MN~'],
    ['elements', '*'],
    ['line ends', '\n'],
    ['line ends of another kind', '\r'],
    ['I', 'I'],
  ])('of %s are read in one go', { timeout: 30_000 }, (_what, piece) => {
    const told = (bytes: number): number => {
      const text = `${start}LX*1~${piece.repeat(Math.ceil(bytes / piece.length))}~SE*1*44170001~`;
      const { drafts, rejections, warnings } = translateX12Status(payloadOf(text), sender);
      // A loop without a status says nothing and is whole: that is a warning.
      const all = drafts.length + rejections.length + warnings.length;
      expect(all).toBeGreaterThan(0);
      return all;
    };
    const one = told(1_000_000);
    expect(told(2_000_000)).toBeLessThanOrEqual(2 * one + 10);
  });
});
