import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

const root = fileURLToPath(new URL('../../../../shared/samples/', import.meta.url));
const realOnes = (folder: string): readonly Buffer[] =>
  existsSync(`${root}${folder}`)
    ? globSync('*', { cwd: `${root}${folder}` }).map((file) => readFileSync(`${root}${folder}/${file}`))
    : [];

const edifact = `UNA:+.? 'UNB+UNOC:3+A+B+260302:0800+7'UNH+1+IFTSTA:D:00B:UN'BGM+23+M1+9'DTM+137:202603020800:203'NAD+CA+MAEU:160'CNI+1+C1'
STS+1+20+63'RFF+BM:B1'DTM+334:202603020700:203'LOC+175+DEHAM'TDT+20+1'LOC+11+USNYC'DTM+132:202603120800:203'DTM+232:202603100800:203'UNT+14+1'
UNH+2+ORDRSP:D:96A:UN'BGM+231+R1+9'DTM+2:20260310:102'RFF+ON:P1'LIN+1+3+4000862141404:EN'QTY+21:10'QTY+113:8'QVR+-2:21+OW'UNS+S'UNT+10+2'UNZ+2+7'`;
const tnt = JSON.stringify([
  {
    eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e2',
    eventCreatedDateTime: '2026-01-09T14:12:56Z',
    eventType: 'TRANSPORT',
    eventClassifierCode: 'EST',
    eventDateTime: '2026-01-09T14:12:56+01:00',
    transportEventTypeCode: 'ARRI',
    delayReasonCode: 'WEA',
    transportCall: { transportCallID: 'c', vessel: { vesselIMONumber: '9321483' } },
  },
]);
const terminal49 = JSON.stringify({
  data: {
    id: 'n',
    type: 'webhook_notification',
    attributes: { event: 'container.updated', created_at: '2026-03-02T09:00:00Z' },
  },
  included: [
    { type: 'container', attributes: { number: 'MRKU3700927' } },
    {
      type: 'container_updated_event',
      attributes: { changeset: { holds_at_pod_terminal: [[], [{ name: 'customs', status: 'hold' }]] } },
    },
  ],
});

const formats: Readonly<Record<string, readonly Uint8Array[]>> = {
  edifact: [Buffer.from(edifact), ...['iftsta', 'iftsai', 'ordrsp'].flatMap((type) => realOnes(`edifact-${type}`))],
  'customs-ics': [Buffer.from('<CC351A><MRN>26DE1234567890ABC1</MRN></CC351A>'), ...realOnes('customs-ics')],
  'customs-ncts': [Buffer.from('<CC060C><LRN>L1</LRN></CC060C>'), ...realOnes('customs-ncts')],
  'customs-wco-dms': [
    Buffer.from('<Response><FunctionCode>05</FunctionCode><Declaration><ID>1</ID></Declaration></Response>'),
    ...realOnes('customs-wco-dms'),
  ],
  'dcsa-tnt': [Buffer.from(tnt), ...realOnes('dcsa-tnt')],
  'dcsa-portcall': [
    Buffer.from('{"events":[{"portCall":{"portCallID":"1"},"timestamp":{"classifierCode":"EST"}}]}'),
    ...realOnes('dcsa-portcall'),
  ],
  'dcsa-arrival-notice': [
    Buffer.from('{"arrivalNotices":[{"transportDocumentReference":"B1"}]}'),
    ...realOnes('dcsa-arrival-notice'),
  ],
  terminal49: [Buffer.from(terminal49)],
};

function translate(format: string, bytes: Uint8Array): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  return translator(payloadOf(bytes), sender);
}

/** What stands in an answer, a record or an event has to fit there, and there is never more of it than of what was sent. */
function expectSound(translation: Translation, size: number): void {
  const { drafts, rejections, warnings } = translation;
  // Of very many, the first and the last stand for the others.
  const looked = drafts.length > 400 ? [...drafts.slice(0, 50), ...drafts.slice(-50)] : drafts;
  for (const made of completeAll({ ...translation, drafts: looked })) {
    expect(signal.parse(made)).toEqual(made);
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(64_000);
  }
  for (const { part, pointer, detail, mend = '' } of rejections) {
    expect(Math.max(part.length, pointer.length, detail.length, mend.length)).toBeLessThanOrEqual(600);
  }
  expect(drafts.length + rejections.length + warnings.length).toBeLessThanOrEqual(size + 1);
  expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
}

type Change = (bytes: Buffer) => Buffer;
const at = fc.double({ min: 0, max: 1, noNaN: true });
const words = [
  "'",
  '+',
  ':',
  '?',
  'UNB+',
  'UNH+9+IFTSTA',
  "UNT+1+1'",
  'UNA',
  '\r\n',
  '<',
  '>',
  '</',
  '"',
  '{',
  '[',
  ']',
  '}',
  ',',
  'null',
  '1e999',
  '-',
  '2026-99-99',
  '__proto__',
  'constructor',
  'ü'.repeat(300),
  '9'.repeat(300),
  '\u0000',
  '…',
];
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, at).map(([from, size]): Change => (bytes) => {
    const start = Math.floor(from * bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + Math.floor(size * 80))]);
  }),
  fc.tuple(at, at).map(([from, size]): Change => (bytes) => {
    const start = Math.floor(from * bytes.length);
    return Buffer.concat([bytes.subarray(0, start + Math.floor(size * 300)), bytes.subarray(start)]);
  }),
  fc
    .tuple(
      at,
      fc.oneof(
        fc.constantFrom(...words).map((word) => Buffer.from(word)),
        fc.uint8Array({ maxLength: 6 }),
      ),
    )
    .map(([from, inserted]): Change => (bytes) => {
      const start = Math.floor(from * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start)]);
    }),
);

describe.each(Object.entries(formats))('%s', (format, whole) => {
  it('damaged in any way keeps the contract and loses nothing in silence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 5 }), (bytes, changes) => {
        const damaged = changes.reduce<Buffer>((sofar, next) => next(sofar), Buffer.from(bytes));
        expectSound(translate(format, damaged), damaged.length);
      }),
      { numRuns: 60 },
    );
  });

  it('the same bytes give the same signals', () => {
    for (const bytes of whole) expect(translate(format, bytes)).toEqual(translate(format, bytes));
  });
});

/** What would take minutes, if any of it were read again for each of its pieces. */
describe('two hundred thousand bytes', () => {
  const times = (piece: string): string => piece.repeat(Math.ceil(200_000 / piece.length));
  const head = "UNB+UNOA:1+A+B'UNH+1+IFTSTA:D:00B:UN'BGM+23+M1'";
  it.each([
    ['edifact', times('UNB+')],
    ['edifact', times('?')],
    ['edifact', times("UNA:+.? 'UNB+")],
    ['edifact', times("UNH+1+IFTSTA'")],
    ['edifact', `${head}${times("STS+1+20'")}UNT+1+1'`],
    ['edifact', `${head}${times("RFF+BM:1'")}${times("STS+1+20'")}UNT+1+1'`],
    ['edifact', `${head}${times("DTM+334:20260302:102'")}${times("CNI+1'STS+1+20'")}UNT+1+1'`],
    ['edifact', `${head}STS+1+24'TDT+20'${times("LOC+11+DEHAM'DTM+132:20260302:102'")}UNT+1+1'`],
    ['edifact', `UNH+1+ORDRSP:D:96A:UN'RFF+ON:1'${times("FTX+AAI+++x'")}${times("LIN+1+7'")}UNT+1+1'`],
    ['edifact', `UNH+1+OSTRPT:D:96A:UN'${times("RFF+ON:1'")}${times("DOC+105+1'LIN+1'QTY+83:2'")}UNT+1+1'`],
    ['edifact', `UNH+1+INVRPT:D:96A:UN'RFF+ON:1'${times("LIN+1'QTY+1:2'INV+1++4'")}UNT+1+1'`],
    ['edifact', `UNH+1+DESADV:D:96A:UN'${times("GIN+BJ+1'LIN+1'QTY+21:2'QTY+12:1'")}UNT+1+1'`],
    ['customs-ncts', `<a>${times('<CC060C><LRN>1</LRN></CC060C>')}</a>`],
    [
      'customs-ncts',
      `<CC060C><LRN>1</LRN>${times('<FunctionalError><errorCode>1</errorCode></FunctionalError>')}</CC060C>`,
    ],
    ['customs-ncts', times('<CC060C>')],
    ['customs-ncts', `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}">]><CC060C>${'&a;'.repeat(1000)}</CC060C>`],
    [
      'customs-wco-dms',
      `<a>${times('<Response><FunctionCode>05</FunctionCode><Declaration><ID>1</ID></Declaration></Response>')}</a>`,
    ],
    ['dcsa-tnt', `[${times('{},')}{}]`],
    ['dcsa-tnt', times('[')],
    ['dcsa-tnt', `[${times('{"eventType":1},')}{}]`],
    ['dcsa-portcall', `{"events":[${times('{"portCall":{}},')}{}]}`],
    [
      'dcsa-arrival-notice',
      `{"arrivalNotices":[{"transportDocumentReference":"1","charges":[${times('{"chargeName":"a","currencyAmount":1,"currencyCode":"EUR"},')}{}]}]}`,
    ],
    ['terminal49', times('{"data":')],
  ])('of %s', (format, text) => {
    const bytes = Buffer.from(text);
    expectSound(translate(format, bytes), bytes.length);
  });
});
