import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { parcelTranslators } from '../../../lambdas/inbound/formats/parcel/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples', import.meta.url));
const real = existsSync(folder)
  ? globSync(['carrier-*/*', 'easypost/*', 'aftership/*'], { cwd: folder }).map((file) =>
      readFileSync(`${folder}/${file}`),
    )
  : [];
const event = (at: string) => ({
  datetime: at,
  date: at,
  timestamp: at,
  eventTimestamp: at,
  status_date: at,
  occurred_at: at,
  checkpoint_time: at,
  time_iso: at,
});
const parcel = {
  object: 'Tracker',
  tracking_code: '1',
  tracking_number: '1',
  trackingNumber: '1',
  number: '1',
  carrier: 'usps',
  tracking_details: [event('2026-03-01T00:00:00Z')],
  checkpoints: [event('2026-03-01T00:00:00Z')],
  trackingEvents: [event('2026-03-01T00:00:00Z')],
  events: [event('2026-03-01T00:00:00Z')],
  tracking_history: [event('2026-03-01T00:00:00Z')],
};
const own = [
  JSON.stringify(parcel),
  JSON.stringify({
    event: 'track_updated',
    data: parcel,
    msg: parcel,
    shipment: { identifiers: [{ type: 'PRO', value: '1' }] },
    MessageType: 'LATE',
  }),
  '<TrackResponse><Shipment><Package><TrackingNumber>1</TrackingNumber><Activity><Date>20260301</Date></Activity></Package></Shipment></TrackResponse>',
  '<tracking-detail><pin>1</pin><significant-events><occurrence><event-date>2026-03-01</event-date></occurrence></significant-events></tracking-detail>',
].map((text) => Buffer.from(text));
const seeds = [...real, ...own];

function expectSound(translation: Translation): void {
  const made = completeAll(translation);
  for (const one of made) {
    expect(signal.parse(one)).toEqual(one);
    expect(Buffer.byteLength(JSON.stringify(one))).toBeLessThan(64_000);
  }
  for (const { part, pointer, detail, mend = '' } of translation.rejections) {
    expect(Math.max(part.length, pointer.length, detail.length, mend.length)).toBeLessThanOrEqual(600);
    expect([detail, mend]).not.toContain('');
  }
  for (const warning of translation.warnings) expect(warning.length).toBeLessThanOrEqual(600);
}

/** Every translator reads everything: what a sender calls itself is no promise. */
function translateAll(bytes: Uint8Array): void {
  for (const [format, translate] of Object.entries(parcelTranslators)) {
    const translation = translate(payloadOf(bytes), sender);
    expect(translation.format).toBe(format);
    expectSound(translation);
    // Each event makes one signal at most, and each parcel two more: nothing grows beyond what was sent.
    expect(translation.drafts.length + translation.rejections.length).toBeLessThanOrEqual(bytes.length + 10);
    const { drafts, rejections, warnings } = translation;
    expect(drafts.length + rejections.length + warnings.length, format).toBeGreaterThan(0);
  }
}

const seed = fc.constantFrom(...seeds);
const mutated = fc
  .tuple(
    seed,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('', '"', '<', '{', '[', 'null', '\u0000', '9'.repeat(400), 'constructor', '__proto__'),
        fc.nat(30),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([bytes, changes]) =>
    changes.reduce((text, [place, put, cut]) => {
      const at = place % (text.length + 1);
      return `${text.slice(0, at)}${put}${text.slice(at + cut)}`;
    }, bytes.toString('latin1')),
  )
  .map((text) => Buffer.from(text, 'latin1'));
const truncated = fc.tuple(seed, fc.nat()).map(([bytes, cut]) => bytes.subarray(0, cut % bytes.length));
const doubled = fc.tuple(seed, seed).map((pair) => Buffer.concat(pair));
const spoiled = fc.tuple(seed, fc.nat()).map(([bytes, place]) => {
  const copy = Buffer.from(bytes);
  copy.set([0xff, 0xc3, 0x28].slice(0, Math.max(1, copy.length - 1)), place % Math.max(1, copy.length - 3));
  return copy;
});

describe('translators of parcels', () => {
  it('no bytes make one throw, or give what is no signal', () => {
    fc.assert(fc.property(fc.oneof(mutated, truncated, doubled, spoiled), translateAll), { numRuns: 60 });
  });

  it('any value may stand in any field', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      true,
      -1,
      1e308,
      '',
      'constructor',
      'ü'.repeat(5000),
      [],
      [[]],
      [null],
      {},
      { id: 7 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(parcel), ...Object.keys(event(''))), odd, (name, value) => {
        const changed = { ...parcel, [name]: value, events: [{ ...event('2026-03-01T00:00:00Z'), [name]: value }] };
        translateAll(
          Buffer.from(
            JSON.stringify({ ...changed, event: 'track_updated', data: changed, msg: changed, shipments: [changed] }),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, string]>([
    ['deep JSON', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['deep objects', `${'{"data":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ['deep XML', `${'<Shipment>'.repeat(3_000)}${'</Shipment>'.repeat(3_000)}`],
    ['entities', '<!DOCTYPE a [<!ENTITY b "cccc">]><TrackResponse>&b;</TrackResponse>'],
    ['a huge field', JSON.stringify({ ...parcel, tracking_number: '9'.repeat(1_000_000) })],
    ['nothing', ''],
  ])('%s is read or refused', (_what, text) => {
    translateAll(Buffer.from(text));
  });

  it('a history that is sent again with more in it gives the same signals for what was in it', () => {
    const at = (hour: number): object => ({
      tag: 'InTransit',
      subtag: 'InTransit_001',
      checkpoint_time: `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`,
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 8 }), fc.nat(7), (hours, few) => {
        const ids = (known: readonly number[], more: object): Set<string> =>
          new Set(
            completeAll(
              parcelTranslators['aftership']?.(
                payloadOf(
                  JSON.stringify({ msg: { tracking_number: '1', slug: 'ups', checkpoints: known.map(at), ...more } }),
                ),
                sender,
              ) ?? {
                format: '',
                drafts: [],
                rejections: [],
                warnings: [],
              },
            ).map(({ id }) => id),
          );
        const first = ids(hours.slice(0, few + 1), {});
        const later = ids(hours, { order_number: 'O-1' });
        expect(later.size).toBe(hours.length);
        expect([...first].filter((id) => !later.has(id))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
