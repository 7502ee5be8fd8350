import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceptionTypes } from '../../../lambdas/contracts/index.ts';
import { businessStep } from '../../../lambdas/inbound/formats/epcis/codes/business-step.ts';
import { disposition } from '../../../lambdas/inbound/formats/epcis/codes/disposition.ts';
import { documentOf, event, receiving, translate } from './epcis-fixture.ts';
import { expectSound, oddities, placesIn, replaced } from './mutate.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples/epcis', import.meta.url));
const realOnes: readonly string[] = existsSync(folder)
  ? globSync('*.json', { cwd: folder }).map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  : [];
const full = documentOf(
  event({
    disposition: 'damaged',
    persistentDisposition: { set: ['damaged'], unset: ['expired'] },
    quantityList: [{ epcClass: 'urn:epc:class:lgtin:0614141.812345.998877', quantity: 3, uom: 'KGM' }],
    bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:0614141123452:7' }],
    sourceList: [{ type: 'location', source: 'urn:epc:id:sgln:0614141.12345.0' }],
    sensorElementList: [
      { sensorReport: [{ type: 'Temperature', value: 3, uom: 'CEL', exception: 'ALARM_CONDITION' }] },
    ],
    errorDeclaration: { declarationTime: '2026-03-03T09:00:00Z', correctiveEventIDs: ['urn:uuid:1'] },
  }),
);

describe('EPCIS', () => {
  it('each place of a document may hold anything, and no signal of it breaks the contract or is lost in silence', () => {
    for (const path of placesIn(full)) {
      for (const odd of oddities) {
        const translation = translate(replaced(full, path, odd));
        expectSound(translation);
        const { drafts, rejections, warnings } = translation;
        expect(drafts.length + rejections.length + warnings.length, `${path.join('/')} ${String(odd)}`).toBeGreaterThan(
          0,
        );
      }
    }
  });

  it('any JSON is signals or rejections', () => {
    const names = ['type', 'eventTime', 'epcisBody', 'eventList', 'epcList', 'disposition', '__proto__', 'constructor'];
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>('ObjectEvent', '2026-03-02T03:00:00Z', 'damaged', 1, null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (body) => {
        const translation = translate(body);
        expectSound(translation);
        expect(translation.drafts.length + translation.rejections.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('documents that were cut and sprinkled with bytes are told, too', () => {
    const texts = [JSON.stringify(full), ...realOnes];
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        place,
        fc.string({ maxLength: 6 }),
        fc.boolean(),
        (text, from, put, isCut) => {
          const start = Math.floor(from * text.length);
          const damaged = `${text.slice(0, start)}${put}${isCut ? '' : text.slice(start)}`;
          const translation = translate(damaged);
          expectSound(translation);
          const { drafts, rejections, warnings } = translation;
          expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('no words of the vocabulary together make more than one signal, and an exception is of a type that there is', () => {
    const states = fc.constantFrom(...disposition.keys());
    fc.assert(
      fc.property(
        fc.constantFrom(...businessStep.keys()),
        fc.option(states, { nil: undefined }),
        fc.array(states, { maxLength: 3 }),
        (bizStep, own, set) => {
          const translation = translate(
            documentOf(event({ bizStep, disposition: own, persistentDisposition: { set } })),
          );
          expectSound(translation);
          expect(translation.rejections).toEqual([]);
          expect(translation.drafts).toHaveLength(1);
          const [draft] = translation.drafts;
          if (draft?.kind === 'exception') expect(exceptionTypes).toContain(draft.type);
          else expect(draft?.kind).toBe('progress');
        },
      ),
    );
  });

  it('an instant stays the same at whatever offset', () => {
    const time = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
    fc.assert(
      fc.property(time, fc.integer({ min: -13 * 60, max: 13 * 60 }), (at, minutes) => {
        const two = (value: number): string => String(value).padStart(2, '0');
        const size = Math.abs(minutes);
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const { drafts } = translate(documentOf(event({ eventTime: at.toISOString(), eventTimeZoneOffset: offset })));
        expect(Date.parse(drafts[0]?.occurredAt ?? '')).toBe(at.getTime());
        expect(drafts[0]?.occurredAt.endsWith(offset)).toBe(true);
      }),
    );
  });
});

/** What a sender can send at once. */
const MOST_BYTES = 4_000_000;
const filled = (start: string, piece: string, end: string): string =>
  `${start}${piece.repeat(Math.floor((MOST_BYTES - start.length - end.length) / piece.length))}${end}`;
const parts = (body: unknown): readonly [string, string] => {
  const [start = '', end = ''] = JSON.stringify(body).split('"HERE"');
  return [start, end];
};

describe('four million bytes', () => {
  const list = parts(documentOf('HERE'));
  const goods = parts(documentOf(event({ epcList: ['HERE'] })));
  const papers = parts(documentOf(event({ bizTransactionList: ['HERE'] })));
  const sensors = parts(documentOf(event({ sensorElementList: [{ sensorReport: ['HERE'] }] })));
  const lasting = parts(documentOf(event({ persistentDisposition: { set: ['HERE'] } })));
  const epc = parts(documentOf(event({ epcList: ['HERE'] })));

  it.each<[string, string, string, string]>([
    ['open brackets', '[', '[', ''],
    ['brackets', '', '[', ']'.repeat(MOST_BYTES / 2)],
    ['objects in objects', '', '{"epcisBody":', ''],
    ['events that are numbers', list[0], '1,', `1${list[1]}`],
    ['events', list[0], `${JSON.stringify(receiving)},`, `1${list[1]}`],
    ['goods that are numbers', goods[0], '1,', `1${goods[1]}`],
    ['goods', goods[0], '"urn:epc:id:sgtin:0614141.812345.1",', `"x:y"${goods[1]}`],
    ['papers', papers[0], '{"bizTransaction":"urn:x:1"},', `{"bizTransaction":"urn:x:1"}${papers[1]}`],
    ['reports of sensors', sensors[0], '{"type":"Speed","exception":"ALARM_CONDITION"},', `{}${sensors[1]}`],
    ['dispositions', lasting[0], '"in_transit",', `"in_transit"${lasting[1]}`],
    ['one number', `${epc[0]}"urn:epc:id:sgtin:`, '1.', `"${epc[1]}`],
    ['one link', `${epc[0]}"https://`, '/00', `"${epc[1]}`],
  ])('of %s are read in one go', { timeout: 60_000 }, (_what, start, piece, end) => {
    const translation = translate(filled(start, piece, end));
    const told = translation.drafts.length + translation.rejections.length;
    expect(told + translation.warnings.length).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(2001);
    expect(JSON.stringify(translation).length).toBeLessThan(20_000_000);
  });
});
