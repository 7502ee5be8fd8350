import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compareSamples, translateSample } from '../../bin/samples/compare-samples.ts';
import { readManifest } from '../../bin/samples/manifest.ts';
import type { SignalDraft } from '../../lambdas/inbound/formats/translator.ts';
import { recordPayloads } from '../support/test-facts.ts';

const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const isHere = existsSync(folder);
if (!isHere) {
  console.log('Real payloads are not on this machine: the tests over them are skipped.');
  recordPayloads(0, 0);
}

describe.skipIf(!isHere)('real payloads', async () => {
  const samples = isHere ? readManifest(folder) : [];
  const comparison = await compareSamples(folder, samples);

  afterAll(() => recordPayloads(comparison.compared, samples.length - comparison.compared));

  it('come out as their manifest says, where we have a translator', () => {
    expect(comparison.mismatches).toEqual([]);
    expect(comparison.compared).toBeGreaterThanOrEqual(6);
  });
});

interface Expected {
  readonly file: string;
  /** Kind and value; a number of the manifest may have been taken for several kinds. */
  readonly references: readonly string[];
  readonly place: object | undefined;
  readonly at: string;
  readonly reason: { readonly status?: string; readonly code: string };
  readonly type?: string;
}

const x12: readonly Expected[] = [
  {
    file: 'canadapost_st02_attempted.edi',
    references: [
      'tracking 4343638098050296 CPCC',
      'shipment 4343638098050296 samples',
      'customer_reference 4343638098050296 CPCC',
    ],
    place: { locality: 'DRILL', region: 'BC', country: 'CA' },
    // Still daylight time: it ended the night after.
    at: '2019-11-02T23:25:00.000Z',
    reason: { status: 'AH', code: 'AG' },
    type: 'transport.delivery_failed',
  },
  {
    file: 'canadapost_st12_not_completed.edi',
    references: [
      'tracking 4343638316026577 CPCC',
      'shipment 4343638316026577 samples',
      'customer_reference 300521101 CPCC',
    ],
    place: { locality: 'LASERLEVEL', region: 'AB', country: 'CA' },
    // Standard time began this morning.
    at: '2019-11-03T15:15:00.000Z',
    reason: { status: 'AP', code: 'AG' },
    type: 'transport.delivery_failed',
  },
  {
    file: 'canadapost_st01_ack_noexception.edi',
    references: [
      'tracking 4343638097845589 CPCC',
      'shipment 4343638097845589 samples',
      'customer_reference 4343638097845589 CPCC',
    ],
    place: { locality: 'WRENCH', region: 'ON', country: 'CA' },
    at: '2019-11-03T20:34:00.000Z',
    reason: { status: 'XB', code: 'NS' },
  },
  {
    file: 'mgctlyst_214.edi',
    references: ['tracking 1751807 SCAC', 'shipment 75027674 samples'],
    place: { locality: 'BRATTLEBORO', region: 'VT' },
    at: '2016-07-26T16:30:00.000Z',
    reason: { status: 'D1', code: 'NS' },
  },
  {
    file: 'ellipsis_segment_terminator.edi',
    references: ['tracking 0542550913 XXXX', 'shipment 7727019 samples', 'purchase_order 900169 samples'],
    place: undefined,
    at: '2020-09-11T15:59:00.000Z',
    // AG is an estimated delivery here, and not "consignee related".
    reason: { status: 'AG', code: 'NS' },
  },
];

const others: readonly (Omit<Expected, 'reason'> & { readonly reason?: Expected['reason'] })[] = [
  {
    file: 'x12-315/apimeister_315_va.edi',
    references: [
      'container GMCU6094137 BIC',
      'bill_of_lading 21001ASK5V9U samples',
      'booking 1NAN910141 samples',
      'vessel 9330141 IMO',
    ],
    place: { locality: 'LOCKBOURNE' },
    at: '2022-09-01T08:07:00.000Z',
    reason: { status: 'VA', code: 'VA' },
  },
  {
    file: 'x12-322/hamburgsud_322_arrived.edi',
    references: ['container HASU4316170 BIC', 'booking 6PHLSA1234 samples', 'bill_of_lading A5GEMEN1976X samples'],
    place: { locality: 'SAINT PAUL', region: 'MN', country: 'US' },
    // Local time of Minnesota, in daylight time.
    at: '2016-05-27T02:45:20.000Z',
    reason: { status: 'A', code: 'A' },
  },
  {
    file: 'x12-322/onedisource_322_gate_inspection_defects.edi',
    references: ['container ABCZ5440373 BIC'],
    place: { locality: 'PITCAIRN', region: 'PA', code: '218317' },
    at: '2009-09-25T05:12:00.000Z',
    reason: { status: 'GI', code: 'GI' },
    type: 'cargo.damaged',
  },
  {
    file: 'x12-350/released_350_full.edi',
    references: ['declaration ENTRY001 samples', 'bill_of_lading BOL123 SCAC', 'vessel 1234 IMO'],
    place: { code: 'USNYC', country: 'US' },
    at: '2020-01-15T17:00:00.000Z',
    reason: { code: 'AR' },
  },
  {
    file: 'x12-855/po_ack_minor_changes.edi',
    references: ['purchase_order XX-1234 samples', 'sku XX-1234 samples', 'sku RR-1357 samples', 'sku AB123-2 samples'],
    place: undefined,
    at: '2017-04-06T00:00:00.000Z',
    reason: { code: 'IQ' },
    type: 'supply.shortfall',
  },
  {
    file: 'x12-856/apimeister_856.edi',
    references: [
      'shipment 829716 samples',
      'bill_of_lading 999999-001 XXXX',
      'tracking 5787970539 XXXX',
      'purchase_order 99999817 samples',
    ],
    place: undefined,
    at: '2011-12-06T00:00:00.000Z',
  },
  {
    file: 'x12-944/node_x12_edi_944.edi',
    references: ['delivery 0450366097 samples', 'customer_reference 4280 samples'],
    place: undefined,
    at: '2023-09-29T00:00:00.000Z',
  },
  {
    file: 'x12-210/mgctlyst_210.edi',
    references: ['invoice 09851270 SCAC', 'shipment 75027674 samples'],
    place: undefined,
    at: '2016-07-07T00:00:00.000Z',
  },
];

const instantOf = (draft: SignalDraft | undefined): string => new Date(draft?.occurredAt ?? '').toISOString();
const written = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];

describe.skipIf(!isHere)('other X12 sets', () => {
  it.each(others)('$file', ({ file, references, place, at, reason, type }) => {
    const { drafts, rejections } = translateSample(folder, file, file.split('/')[0] ?? '');
    expect(rejections).toEqual([]);
    expect(drafts.map((draft) => ('type' in draft ? draft.type : draft.kind))).toEqual([type ?? 'progress']);
    expect(written(drafts[0])).toEqual(references);
    expect(drafts[0]?.place).toEqual(place);
    expect(instantOf(drafts[0])).toBe(at);
    if (reason === undefined) expect(drafts[0]?.reason).toBeUndefined();
    else expect(drafts[0]?.reason).toMatchObject(reason);
  });

  it('an inspection says its defects, an order answer its lines, a counter-offer its price', () => {
    const textOf = (file: string, at = 0) => translateSample(folder, file, file.split('/')[0] ?? '').drafts[at]?.text;
    expect(textOf('x12-322/onedisource_322_gate_inspection_defects.edi')).toBe(
      'Equipment ABCZ 544037. Defects: LIGHTS, WHEEL.',
    );
    expect(textOf('x12-855/po_ack_minor_changes.edi')).toBe(
      'XX-1234: 20 of 25 EA Item Accepted - Quantity Changed. RR-1357: Item Rejected.',
    );
    expect(textOf('x12-990/itc_990_accept_counter.edi', 1)).toContain('Will haul for $0.50/mile more');
  });

  it('invoices keep their totals: each of four by UPS in dollars', () => {
    const { drafts } = translateSample(folder, 'x12-210/ups_210_many_charges.edi', 'x12-210');
    expect(drafts.slice(0, 3).map(({ amounts }) => amounts?.['total'])).toEqual([
      { amount: '17.00', currency: 'USD' },
      { amount: '94.15', currency: 'USD' },
      { amount: '285.55', currency: 'USD' },
    ]);
  });
});

describe.skipIf(!isHere)('X12 214', () => {
  it.each(x12)('$file', ({ file, references, place, at, reason, type }) => {
    const { drafts, rejections } = translateSample(folder, `x12-214/${file}`, 'x12-214');
    const [first, ...rest] = drafts;
    expect(rejections).toEqual([]);
    expect(rest.filter(({ kind }) => kind === 'exception')).toEqual([]);
    expect(first).toMatchObject({ kind: type === undefined ? 'progress' : 'exception', reason });
    expect(first !== undefined && 'type' in first ? first.type : undefined).toBe(type);
    expect(written(first)).toEqual(references);
    expect(first?.place).toEqual(place);
    expect(instantOf(first)).toBe(at);
  });

  it('onedisource_214_appointments.edi: only the stop that came a day after its appointment', () => {
    const { drafts, rejections } = translateSample(folder, 'x12-214/onedisource_214_appointments.edi', 'x12-214');
    expect(rejections).toEqual([]);
    expect(drafts).toHaveLength(18);
    const exceptions = drafts.filter(({ kind }) => kind === 'exception');
    expect(exceptions).toHaveLength(1);
    expect(exceptions[0]).toMatchObject({
      type: 'transport.delay',
      reason: { status: 'X1', code: 'AD' },
      milestone: { name: 'arrived', at: 'actual', stop: '3' },
    });
    expect(written(exceptions[0])).toEqual([
      'tracking 995551 XXXX',
      'shipment 99948782 samples',
      'delivery 99991280 samples',
    ]);
    expect(instantOf(exceptions[0])).toBe('2011-12-19T12:30:00.000Z');
  });
});
