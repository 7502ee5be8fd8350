import { describe, expect, it } from 'vitest';
import { draftOf } from '../../../lambdas/inbound/formats/draft.ts';
import { readIsoTime, readLocal } from '../../../lambdas/inbound/formats/local-time.ts';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import { containerNumber, isChecked, referenceTo } from '../../../lambdas/inbound/formats/references.ts';
import { elementAt, elementsNamed, readXml, textAt } from '../../../lambdas/inbound/formats/xml.ts';
import { payloadOf, sender } from './sender.ts';

const xml = (text: string) => readXml(Buffer.from(text));

describe('an XML document', () => {
  it('is read without its namespaces, with entities, sections and attributes', () => {
    const root = xml(
      '<?xml version="1.0"?>\n<a:x xmlns:a="u" n="1&amp;2"><a:y>t &lt; &#233;</a:y><z><![CDATA[<q>]]></z></a:x>',
    );
    if ('detail' in root) throw new Error(root.detail);
    expect(root.name).toBe('x');
    expect(root.attributes.get('n')).toBe('1&2');
    expect([textAt(root, 'y'), textAt(root, 'z'), textAt(root, 'nothing')]).toEqual(['t < é', '<q>', undefined]);
    expect(elementsNamed(root, 'z', 'y').map(({ name }) => name)).toEqual(['y', 'z']);
  });

  it.each([
    ['what a log has added behind it', '<r><s>1</s></r>\nheaders=List((a,b))'],
    ['what stands before it', '\uFEFF  noise <r><s>1</s></r>'],
    ['a comment with a tag before it', '<?xml version="1.0"?>\n<!-- no <q> --><!-- nor <w/> -->\n<r><s>1</s></r>'],
    ['a comment with a tag behind it', '<r><s>1</s></r><!-- the end -->'],
  ])('is read in spite of %s', (_what, text) => {
    const root = xml(text);
    expect('detail' in root ? root.detail : textAt(root, 's')).toBe('1');
  });

  it('in an encoding that its declaration names', () => {
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><r>'),
      Buffer.from([0xcc]),
      Buffer.from('</r>'),
    ]);
    const root = readXml(bytes);
    expect('detail' in root ? root.detail : root.text).toBe('М');
  });

  it.each([
    ['no XML', 'hello'],
    ['cut off', '<r><s>1</s>'],
    ['tags that cross', '<r><a><b></a></b></r>'],
    ['an entity of its own', '<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>'],
    ['nested too deep', `${'<r>'.repeat(200)}${'</r>'.repeat(200)}`],
  ])('is refused when it is %s', (_what, text) => {
    const root = xml(text);
    expect(root).toMatchObject({ part: 'payload' });
    expect('detail' in root && root.mend !== '').toBe(true);
  });

  it('may be empty', () => {
    const root = xml('<r a="1"/>');
    expect('detail' in root ? root.detail : [root.name, elementAt(root, 's')]).toEqual(['r', undefined]);
  });
});

describe('a local time', () => {
  it.each([
    ['the offset that was sent', '2026-07-01T08:00:00+02:00', {}, '2026-07-01T08:00:00.000+02:00', 'sent'],
    ['UTC', '2026-07-01 08:00:00.5Z', {}, '2026-07-01T08:00:00.500+00:00', 'sent'],
    ['an offset without a colon', '2026-07-01T08:00-0530', {}, '2026-07-01T08:00:00.000-05:30', 'sent'],
    ['the zone of the place', '2026-07-01T08:00', { country: 'JP' }, '2026-07-01T08:00:00.000+09:00', 'place'],
    ['the zone of the source', '2026-07-01', {}, '2026-07-01T00:00:00.000+02:00', 'source'],
    ['the moment after a gap', '2026-03-29T02:30', {}, '2026-03-29T03:30:00.000+02:00', 'source'],
    ['the first of two', '2026-10-25T02:30', {}, '2026-10-25T02:30:00.000+02:00', 'source'],
  ])('is read at %s', (_what, text, where, occurredAt, timeBasis) => {
    expect(readIsoTime(text, where, 'Europe/Berlin')).toEqual({ occurredAt, timeBasis });
  });

  it.each(['', 'yesterday', '2026-02-30', '2026-01-01T24:00', '0001-01-01T00:00:00', '2026-01-01T08:00+99:00'])(
    'is none: %s',
    (text) => {
      expect(readIsoTime(text, {}, 'UTC')).toBeUndefined();
    },
  );

  it('takes a zone by its name', () => {
    expect(readLocal('2026-01-01', '', 'America/New_York', {}, 'UTC')?.occurredAt).toBe(
      '2026-01-01T00:00:00.000-05:00',
    );
  });
});

describe('a draft', () => {
  it('has no field that was not sent, each reference once, and texts that fit', () => {
    const reference = referenceTo('tracking', ' 1Z ', 'UPSN');
    const draft = draftOf(
      {
        part: 'event 1',
        references: [...reference, ...reference],
        time: undefined,
        reportId: undefined,
        place: { locality: ' Bonn ', country: 'Germany', latitude: 91, longitude: 0 },
        carrier: { scac: undefined },
        text: ' ',
      },
      sender,
    );
    expect(draft).toEqual({
      part: 'event 1',
      references: [{ kind: 'tracking', value: '1Z', issuer: 'UPSN' }],
      occurredAt: sender.receivedAt,
      timeBasis: 'received',
      place: { locality: 'Bonn' },
      kind: 'progress',
      milestone: { name: 'other', at: 'actual' },
    });
    expect(JSON.stringify(draft)).not.toContain('undefined');
  });

  it('knows containers by their registry', () => {
    expect(containerNumber('mscu 123456-7')).toBe('MSCU1234567');
    expect(referenceTo('container', 'MSCU1234567', 'X')).toEqual([
      { kind: 'container', value: 'MSCU1234567', issuer: 'BIC' },
    ]);
    expect(referenceTo('container', 'TRAILER 9', 'X')).toEqual([
      { kind: 'container', value: 'TRAILER 9', issuer: 'X' },
    ]);
  });

  // The numbers that the Bureau International des Containers shows the reckoning by.
  it('gives a container the check digit that it was sent without', () => {
    expect(containerNumber('CSQU 305438')).toBe('CSQU3054383');
    expect(containerNumber('CSQU3054383')).toBe('CSQU3054383');
    expect([isChecked('CSQU3054383'), isChecked('CSQU3054384')]).toEqual([true, false]);
    // Modulo 11 leaves 10, which is written as 0.
    expect(containerNumber('HASU431617')).toBe('HASU4316170');
  });

  it('keeps a container whose check digit is wrong, and tells the sender', () => {
    const translate = translatorOf('dcsa-arrival-notice');
    const told = (equipmentReference: string) => {
      const notice = {
        transportDocumentReference: 'B1',
        utilizedTransportEquipments: [{ equipment: { equipmentReference } }],
      };
      return translate?.(payloadOf(JSON.stringify({ arrivalNotices: [notice] })), sender);
    };
    expect(told('CSQU3054383')?.warnings).toEqual([]);
    const wrong = told('CSQU3054384');
    expect(wrong?.warnings).toEqual([expect.stringContaining('CSQU3054384 has a wrong check digit: ISO 6346 gives 3')]);
    expect(wrong?.drafts[0]?.references).toContainEqual({ kind: 'container', value: 'CSQU3054384', issuer: 'BIC' });
  });
});

describe('a list of what comes one by one', () => {
  const shippo = (number: string) => ({
    event: 'track_updated',
    carrier: 'fedex',
    data: {
      carrier: 'fedex',
      tracking_number: number,
      tracking_status: { status: 'FAILURE', status_date: '2026-03-01T10:00:00Z' },
      tracking_history: [],
    },
  });
  const told = (body: unknown) => translatorOf('shippo')?.(payloadOf(JSON.stringify(body)), sender);

  it('is read one by one, each with its own fate', () => {
    const one = told(shippo('9102'));
    expect(one?.drafts).toHaveLength(1);
    const all = told([shippo('9102'), { event: 'track_updated' }, shippo('9103')]);
    expect(all?.drafts.map(({ references: [first] }) => first?.value)).toEqual(['9102', '9103']);
    expect(all?.drafts[0]).toEqual({ ...one?.drafts[0], part: `item 1, ${one?.drafts[0]?.part ?? ''}` });
    expect(all?.rejections).toMatchObject([{ part: expect.stringMatching(/^item 2, /), pointer: '/1/data' }]);
  });

  it.each([[[]], [[{ nothing: 1 }, 7]]])('of nothing that can be read says why, as a whole: %j', (body) => {
    expect(told(body)).toMatchObject({ drafts: [], rejections: [{ part: 'payload', pointer: '/data' }] });
  });
});
