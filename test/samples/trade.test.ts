import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translateSample } from '../../bin/samples/compare-samples.ts';
import type { SignalDraft } from '../../lambdas/inbound/formats/translator.ts';

const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const references = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];
const first = (file: string, format: string): SignalDraft | undefined =>
  translateSample(folder, file, format).drafts[0];

describe.skipIf(!existsSync(folder))('real payloads of EDIFACT, customs and ocean', () => {
  it('IFTSTA: a train has left; of two containers the one of the status, and three places to come', () => {
    const { drafts, rejections } = translateSample(
      folder,
      'edifact-iftsta/apimeister_iftsta_rail.edi',
      'edifact-iftsta',
    );
    expect(rejections).toEqual([]);
    expect(drafts[0]).toMatchObject({
      kind: 'progress',
      milestone: { name: 'departed', at: 'actual' },
      place: { code: 'USSYR', name: 'SYRACUSE', country: 'US' },
      occurredAt: '2022-11-19T07:10:00.000+00:00',
      reason: { code: 'P', text: 'Rail Departed from In-Transit Locat' },
    });
    expect(references(drafts[0]).slice(0, 3)).toEqual([
      'bill_of_lading ABCD224O4023815X ABCD',
      'booking 24O4023815 ABCD',
      'container TRHU4561222 BIC',
    ]);
    expect(JSON.stringify(drafts)).not.toContain('TRHU4307252');
    const arrivals = drafts.slice(1).filter(({ milestone }) => milestone?.name === 'arrived');
    expect(arrivals.map(({ place, milestone }) => `${place?.code ?? ''} ${milestone?.at ?? ''}`)).toEqual([
      'USCHI estimated',
      'USWOQ estimated',
    ]);
  });

  it('IFTSAI: the vessel and its ports', () => {
    const draft = first('edifact-iftsai/portxchange_iftsai_1.edi', 'edifact-iftsai');
    expect(draft).toMatchObject({
      kind: 'progress',
      place: { code: 'NLRTM', country: 'NL' },
      milestone: { name: 'arrived', at: 'estimated' },
    });
    expect(references(draft)).toEqual([
      'vessel OWJG2 ITU',
      'vessel MADISON MAERSK samples',
      'customer_reference JMDS905W samples',
    ]);
  });

  it('ORDRSP of the energy trade, whose codes are its own: no trouble', () => {
    const { drafts, warnings } = translateSample(folder, 'edifact-ordrsp/edinet_ordrsp.edi', 'edifact-ordrsp');
    expect(drafts).toMatchObject([{ kind: 'progress', occurredAt: '2016-03-21T14:21:00.000+00:00' }]);
    expect(warnings).toHaveLength(3);
  });

  it.each([
    [
      'customs-ics/Intervention.xml',
      'customs-ics',
      ['12AB3C4D5E6F7G8H90', 'ABCDEFGHIJKLMNOPQRST'],
      'A001',
      'ABCDEFGH',
      '2020-12-23T14:46:00.000+00:00',
    ],
    [
      'customs-wco-dms/im_rejected_format.xml',
      'customs-wco-dms',
      ['18GBJCUDH7A1RGWD50', 'Import_Format_REJ'],
      'DMS10020',
      undefined,
      '2018-01-25T10:45:30.000+00:00',
    ],
    [
      'customs-wco-dms/ex_rejected_obligation.xml',
      'customs-wco-dms',
      ['18GBJCUGF1ABRNE430', 'Export_Obligation_REJ'],
      'DMS10001',
      undefined,
      '2018-01-25T12:07:48.000+00:00',
    ],
  ])('%s is a hold, with declaration, office, time and reason', (file, format, numbers, code, office, occurredAt) => {
    const draft = first(file, format);
    expect(draft).toMatchObject({ type: 'compliance.customs_hold', reason: { code }, occurredAt });
    expect(draft?.references.map(({ value }) => value)).toEqual(numbers);
    expect(draft?.place?.code).toBe(office);
  });

  it('NCTS with the values of its schema: by its name', () => {
    expect(first('customs-ncts/CC060C.xml', 'customs-ncts')).toMatchObject({
      type: 'compliance.customs_hold',
      occurredAt: '2014-06-09T16:15:04.000+01:00',
    });
    expect(first('customs-ncts/CC029C.xml', 'customs-ncts')).toMatchObject({
      kind: 'progress',
      milestone: { name: 'customs_released' },
    });
  });

  it('DCSA: a strike at the port is a delay; a page with wrong ids is refused whole', () => {
    const draft = first('dcsa-portcall/portcall-post-request.json', 'dcsa-portcall');
    expect(draft).toMatchObject({
      type: 'transport.delay',
      reason: { code: 'STR', text: 'Port closed due to strike' },
      place: { code: 'NLAMS' },
      occurredAt: '2025-01-23T01:23:45.000+00:00',
    });
    expect(references(draft)).toContain('vessel 9321483 IMO');
    const page = translateSample(folder, 'dcsa-tnt/tnt-220-response-wrong-event-ids.json', 'dcsa-tnt');
    expect(page.drafts).toEqual([]);
    expect(page.rejections.map(({ pointer }) => pointer)).toEqual(['/0/eventID', '/1/eventID']);
  });

  it('DCSA 3.0: a door that was opened is told and is no trouble', () => {
    const draft = first('dcsa-tnt/tnt-300-request-iot.json', 'dcsa-tnt');
    expect(draft).toMatchObject({
      kind: 'progress',
      reason: { code: 'DRO' },
      place: { latitude: 52.3676, longitude: 4.9041 },
      occurredAt: '2026-01-20T16:45:00.000+00:00',
    });
    expect(references(draft)).toEqual(['container APZU4812090 BIC']);
  });
});
