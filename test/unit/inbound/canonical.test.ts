import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { translateCanonical } from '../../../lambdas/inbound/formats/canonical.ts';
import { translateCloudEvents } from '../../../lambdas/inbound/formats/cloud-events-any.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

const report = {
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: ' S-1 ' }],
  occurredAt: '2026-03-02T14:00:00+01:00',
};
const progress = { ...report, kind: 'progress', type: undefined, milestone: { name: 'departed', at: 'actual' } };
const event = { specversion: '1.0', id: 'e-1', source: '/tms', type: 'example.delay', data: report };
const id = `sig_${'0'.repeat(32)}`;

const translate = (body: unknown, contentType?: string, headers?: Record<string, string>): Translation =>
  translateCanonical(payloadOf(typeof body === 'string' ? body : JSON.stringify(body), contentType, headers), sender);
const structured = (body: unknown) => translate(body, 'application/cloudevents+json; charset=utf-8');
const batch = (body: unknown) => translate(body, 'application/cloudevents-batch+json');
const binary = (body: unknown, headers: Record<string, string> = {}) =>
  translate(body, 'application/json', {
    'ce-specversion': '1.0',
    'ce-id': 'e-1',
    'ce-source': '/tms',
    'ce-type': 'example.delay',
    ...headers,
  });

describe('canonical JSON', () => {
  it('takes one signal, with its references trimmed and their issuer filled in', () => {
    const { drafts, rejections } = translate(report);
    expect(rejections).toEqual([]);
    expect(drafts).toEqual([
      {
        ...report,
        part: 'signal 1',
        timeBasis: 'sent',
        references: [{ kind: 'shipment', value: 'S-1', issuer: 'north-edi' }],
      },
    ]);
  });

  it('takes a plan of a source that plans, and none of one that does not: nobody would watch over it', () => {
    const plan = {
      kind: 'plan',
      references: report.references,
      milestones: [{ name: 'departed', expectedAt: '2026-03-03T08:00:00Z' }],
    };
    const from = (plans: boolean) => translateCanonical(payloadOf(JSON.stringify(plan)), { ...sender, plans });
    expect(from(true)).toMatchObject({ drafts: [{ milestone: { at: 'scheduled' } }], rejections: [] });
    expect(from(false)).toMatchObject({
      drafts: [],
      rejections: [{ part: 'signal 1', pointer: '/kind', mend: expect.stringContaining('plans') }],
    });
    const progressOfIt = translateCanonical(payloadOf(JSON.stringify(progress)), { ...sender, plans: false });
    expect(progressOfIt.rejections).toEqual([]);
  });

  it('says what to send where a retraction names no id of ours', () => {
    const { rejections } = translate({ ...report, kind: 'retraction', type: undefined, retracts: 'x3' });
    expect(rejections).toMatchObject([{ pointer: '/retracts', mend: expect.stringContaining('sig_') }]);
  });

  it('keeps the issuer that was sent', () => {
    const [draft] = translate({ ...report, references: [{ kind: 'shipment', value: 'S-1', issuer: 'NRTH' }] }).drafts;
    expect(draft?.references).toEqual([{ kind: 'shipment', value: 'S-1', issuer: 'NRTH' }]);
  });

  it.each([
    ['exception', report],
    ['progress', progress],
    ['retraction', { ...report, kind: 'retraction', type: undefined, retracts: id }],
    ['correction', { ...report, kind: 'correction', corrects: id }],
  ])('completes a report of kind %s to a signal of the contract', (kind, body) => {
    const [made] = completeAll(translate(body));
    expect(signal.parse(made)).toMatchObject({ kind });
  });

  it('takes several, and rejects the one that is wrong with its place', () => {
    const { drafts, rejections } = translate({ signals: [report, { ...report, occurredAt: 'yesterday' }, progress] });
    expect(drafts.map(({ part }) => part)).toEqual(['signal 1', 'signal 3']);
    expect(rejections).toMatchObject([{ part: 'signal 2', pointer: '/signals/1/occurredAt' }]);
  });

  it.each<[string, unknown, string]>([
    ['no kind', { ...report, kind: undefined }, '/kind'],
    ['a kind that there is not', { ...report, kind: 'rumour' }, '/kind'],
    ['no type', { ...report, type: undefined }, '/type'],
    ['progress without a milestone', { ...progress, milestone: undefined }, '/milestone'],
    ['no reference', { ...report, references: [] }, '/references'],
    [
      '51 references',
      { ...report, references: Array.from({ length: 51 }, (_, value) => ({ kind: 'sku', value: `${value}` })) },
      '/references',
    ],
    ['a reference of null', { ...report, references: [{ kind: 'shipment', value: null }] }, '/references/0/value'],
    ['a reference of blanks', { ...report, references: [{ kind: 'shipment', value: '   ' }] }, '/references/0/value'],
    [
      'a reference of 81 characters',
      { ...report, references: [{ kind: 'shipment', value: 'x'.repeat(81) }] },
      '/references/0/value',
    ],
    ['a number as reference', { ...report, references: [{ kind: 'shipment', value: 7 }] }, '/references/0/value'],
    ['a time without an offset', { ...report, occurredAt: '2026-03-02T14:00:00' }, '/occurredAt'],
    ['a day that there is not', { ...report, occurredAt: '2026-02-30T14:00:00Z' }, '/occurredAt'],
    ['a locality that is too long', { ...report, place: { locality: 'x'.repeat(81) } }, '/place/locality'],
    ['a text that is too long', { ...report, text: 'x'.repeat(2001) }, '/text'],
    [
      'money as a float',
      { ...report, amounts: { penalty: { amount: 1.5, currency: 'EUR' } } },
      '/amounts/penalty/amount',
    ],
    ['what only we say', { ...report, receivedAt: '2026-03-02T14:00:00Z' }, ''],
    ['a source that it is not', { ...report, source: { id: 'other', format: 'x' } }, ''],
    ['null', null, ''],
    ['a number', 7, ''],
    ['a list', [report], ''],
    ['signals that are no list', { signals: 'all' }, '/kind'],
  ])('rejects %s', (_what, body, pointer) => {
    const { drafts, rejections } = translate(body);
    expect(drafts).toEqual([]);
    expect(rejections[0]).toMatchObject({ part: 'signal 1', pointer });
  });

  it.each(['', '{', 'ISA*00*', '\u0000', '{"kind":"exception"'])('rejects %j, which is no JSON', (body) => {
    const { drafts, rejections } = translate(body);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ part: 'payload', pointer: '' }]);
  });

  it('rejects an empty list instead of saying that all is well', () => {
    expect(translate({ signals: [] }).rejections).toMatchObject([{ part: 'payload', pointer: '/signals' }]);
    expect(batch([]).rejections).toMatchObject([{ part: 'payload', pointer: '' }]);
  });

  it('takes a hundred signals and says which it did not take', () => {
    const many = (length: number) => Array.from({ length }, (_, index) => ({ ...report, text: `report ${index}` }));
    expect(translate({ signals: many(100) })).toMatchObject({ rejections: [] });
    const { drafts, rejections } = translate({ signals: many(103) });
    expect(drafts).toHaveLength(100);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]).toMatchObject({ part: 'signals 101 to 103', pointer: '/signals/100' });
    expect(rejections[0]?.detail).toContain('100');
    const events = batch(many(101).map((data, index) => ({ ...event, id: `e-${index}`, data })));
    expect(events.drafts).toHaveLength(100);
    expect(events.rejections).toMatchObject([{ part: 'signals 101 to 101', pointer: '/100' }]);
  });

  it.each<[string, unknown]>([
    ['reason.status', { reason: { scheme: 'own', code: '1', status: 'x'.repeat(41) } }],
    ['reason.text', { reason: { scheme: 'own', code: '1', text: 'x'.repeat(501) } }],
    ['milestone.stop', { milestone: { name: 'arrived', at: 'actual', stop: 'x'.repeat(41) } }],
    ['a unit', { quantities: { missing: { value: '1', unit: 'x'.repeat(41) } } }],
    ['a name', { quantities: { ['x'.repeat(41)]: { value: '1', unit: 'C62' } } }],
    ['the type', { type: `own.${'x'.repeat(80)}` }],
    [
      'the number of quantities',
      { quantities: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`q${n}`, { value: '1', unit: 'C62' }])) },
    ],
  ])('rejects a report that %s would make too large for an event', (_what, changes) => {
    const { drafts, rejections } = translate({ ...report, ...Object(changes) });
    expect(drafts).toEqual([]);
    expect(rejections).not.toEqual([]);
  });

  it('takes a source without an issuer, whose id is as long as ids may be', () => {
    const issuer = 'x'.repeat(63);
    const translation = translateCanonical(payloadOf(JSON.stringify(report)), { ...sender, issuer });
    for (const made of completeAll(translation)) expect(signal.parse(made).references[0]?.issuer).toBe(issuer);
  });

  it('repeats no more of a payload in its rejections than an answer can carry', () => {
    const long = 'k'.repeat(100_000);
    const { rejections } = translate({
      ...report,
      [long]: 1,
      amounts: { [long]: 'none' },
      references: [{ [long]: 2 }],
    });
    expect(rejections.length).toBeGreaterThan(0);
    expect(JSON.stringify(rejections).length).toBeLessThan(10_000);
  });

  it("keeps the sender's own id of a report", () => {
    expect(translate({ ...report, id: 'tms-7' }).drafts[0]).toMatchObject({ part: 'signal 1', reportId: 'tms-7' });
  });

  it('reads any JSON without throwing, and what it takes keeps the contract', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(report), 'text', 'place', 'id'),
        (any, value, key) => {
          expect(translate(any).drafts).toEqual([]);
          for (const made of completeAll(translate({ ...report, [key]: value }))) signal.parse(made);
          expect(structured(any).drafts).toEqual([]);
          expect(batch(any).drafts).toEqual([]);
        },
      ),
    );
  });
});

describe('CloudEvents 1.0', () => {
  it('is the same signal in each mode', () => {
    const [plain] = completeAll(structured(event));
    expect(signal.parse(plain)).toMatchObject({ kind: 'exception', raw: { part: 'event e-1' } });
    const encoded = { ...event, data: undefined, data_base64: Buffer.from(JSON.stringify(report)).toString('base64') };
    for (const translation of [structured(encoded), batch([event]), binary(report)]) {
      expect(translation.rejections).toEqual([]);
      expect(completeAll(translation).map(({ id: made }) => made)).toEqual([plain?.id]);
    }
  });

  it('takes a batch, with what is wrong in it rejected by its place', () => {
    const { drafts, rejections } = batch([
      event,
      { ...event, id: 'e-2', data: { ...report, kind: 'rumour' } },
      { ...event, id: '' },
    ]);
    expect(drafts.map(({ part }) => part)).toEqual(['event e-1']);
    expect(rejections).toMatchObject([
      { part: 'event e-2', pointer: '/1/data/kind' },
      { part: 'event/2', pointer: '/2/id' },
    ]);
  });

  it.each<[string, Translation, string]>([
    ['another version', structured({ ...event, specversion: '0.3' }), '/specversion'],
    ['no source', structured({ ...event, source: undefined }), '/source'],
    ['no type', structured({ ...event, type: undefined }), '/type'],
    ['no data', structured({ ...event, data: undefined }), '/data'],
    ['data of another kind', structured({ ...event, data: { much: 'wow' } }), '/data/kind'],
    ['base64 that holds no JSON', structured({ ...event, data: undefined, data_base64: '////' }), '/data_base64'],
    ['a batch as one event', structured([event]), ''],
    ['one event as a batch', batch(event), ''],
    ['a binary event without an id', binary(report, { 'ce-id': '' }), 'header ce-id'],
    ['a binary event of another version', binary(report, { 'ce-specversion': '0.3' }), 'header ce-specversion'],
    ['a binary event with other data', binary({ much: 'wow' }), '/kind'],
  ])('rejects %s', (_what, { drafts, rejections }, pointer) => {
    expect(drafts).toEqual([]);
    expect(rejections[0]).toMatchObject({ pointer });
  });

  // The invalid events of the conformance project that a schema of the needed attributes lets pass: https://github.com/cloudevents/conformance/blob/main/format/json/invalid-events.json
  it.each<[object, string]>([
    [{ time: 'lunchtime' }, '/time'],
    [{ time: '2018-04-05T18:31Z' }, '/time'],
    [{ time: '2018-04-05T18:31:00X' }, '/time'],
    [{ time: '2018-04-05T18:31:00+25:00' }, '/time'],
    [{ time: '2018-04-05T18:31:00+05' }, '/time'],
    [{ datacontenttype: 'xyz' }, '/datacontenttype'],
    [{ datacontenttype: '' }, '/datacontenttype'],
    [{ dataschema: '' }, '/dataschema'],
    [{ subject: '' }, '/subject'],
    [{ MyExtension: 'bad' }, '/MyExtension'],
    [{ 'my.extension': 'bad' }, '/my.extension'],
    [{ myextension: 1.5 }, '/myextension'],
    [{ data_base64: 'e30=' }, '/data_base64'],
  ])('rejects an event with %o', (more, pointer) => {
    const { drafts, rejections } = structured({ ...event, ...more });
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ part: 'event e-1', pointer, mend: expect.any(String) as unknown }]);
  });

  // And valid ones: https://github.com/cloudevents/conformance/blob/main/format/json/valid-events.json
  it.each([
    { datacontenttype: null, dataschema: null, subject: null, time: null },
    { time: '2018-04-05T17:31:00.000000000Z' },
    { time: '2018-04-05T16:31:00-01:00' },
    { source: '#fragment' },
    { extinteger: 10, extboolean: true, exturi: 'https://cloudevents.io', extbinary: 'TWE=' },
  ])('takes an event with %o', (more) => {
    expect(structured({ ...event, ...more })).toMatchObject({ drafts: [{ kind: 'exception' }], rejections: [] });
  });

  it('reads the cases of the conformance project, and drops none of them in silence', () => {
    const cases = ['specversion: "1.0"', 'specversion: 1.0', "specversion: '0.3'"].map(
      (version, at) => `ContextAttributes:\n  ${version}\n  id: "c-${at}"\n  source: /s\n  type: "t"\n`,
    );
    const text = [...cases, 'ContextAttributes:\n  specversion: "1.0"\n  id: 9\n  type: t\n'].join('---\n');
    const { drafts, rejections, warnings } = translateCloudEvents(payloadOf(`# cases\n---\n${text}`, ''), sender);
    expect(drafts).toEqual([]);
    expect(warnings).toMatchObject([expect.stringMatching(/^event c-0:/), expect.stringMatching(/^event c-1:/)]);
    expect(rejections).toMatchObject([
      { part: 'document 3', pointer: 'ContextAttributes/specversion' },
      { part: 'document 4', pointer: 'ContextAttributes/source' },
    ]);
  });

  it('rejects a binary event whose time is none', () => {
    expect(binary(report, { 'ce-time': 'lunchtime' }).rejections).toMatchObject([{ pointer: 'header ce-time' }]);
    expect(binary(report, { 'ce-time': '2018-04-05T17:31:00Z' }).rejections).toEqual([]);
  });

  it('cuts an id that no record could carry, and no two ids to the same', () => {
    const [one, other] = batch([
      { ...event, id: `${'x'.repeat(5000)}1` },
      { ...event, id: `${'x'.repeat(5000)}2` },
    ]).rejections;
    expect(one).toMatchObject({ part: 'event/0', pointer: '/0/id' });
    expect(other).toMatchObject({ part: 'event/1', pointer: '/1/id' });
  });

  const folder = fileURLToPath(new URL('../../../../shared/samples/cloudevents', import.meta.url));
  it.skipIf(!existsSync(folder)).each([
    ['structured-event-0.json', '/data/kind'],
    ['structured-event-2.json', '/data_base64/kind'],
  ])('reads the envelope of %s and rejects what it carries', (file, pointer) => {
    const { drafts, rejections } = structured(readFileSync(`${folder}/${file}`, 'utf8'));
    expect(drafts).toEqual([]);
    expect(rejections[0]?.pointer).toBe(pointer);
  });
});
