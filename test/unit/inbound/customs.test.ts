import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(format: string, body: string): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  return translator(payloadOf(body, 'application/xml'), sender);
}
const typeOf = (draft: SignalDraft | undefined): string | undefined =>
  draft !== undefined && 'type' in draft ? draft.type : draft?.milestone?.name;
const named = (draft: SignalDraft | undefined) =>
  draft?.references.map(({ kind, value, issuer }) => [kind, value, issuer]);

const HOLD = 'compliance.customs_hold';
const ncts = (name: string, more = ''): string =>
  `<ncts:${name} xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS5.1">
  <preparationDateAndTime>2026-03-02T08:00:00</preparationDateAndTime><messageType>${name}</messageType>
  <correlationIdentifier>OUR1</correlationIdentifier>
  <TransitOperation><LRN>L1</LRN><MRN>26DE1234567890ABC1</MRN>${more}</TransitOperation>
  <CustomsOfficeOfDeparture><referenceNumber>DE004058</referenceNumber></CustomsOfficeOfDeparture></ncts:${name}>`;

describe('a message of the European customs systems', () => {
  it.each([
    ['CC004C', 'other'],
    ['CC015C', 'other'],
    ['CC019C', HOLD],
    ['CC022C', HOLD],
    ['CC025C', 'customs_released'],
    ['CC028C', 'other'],
    ['CC029C', 'customs_released'],
    ['CC035C', HOLD],
    ['CC043C', 'other'],
    ['CC045C', 'other'],
    ['CC051C', HOLD],
    ['CC055C', HOLD],
    ['CC056C', HOLD],
    ['CC057C', HOLD],
    ['CC060C', HOLD],
    ['CC140C', HOLD],
    ['CC182C', 'transport.delay'],
    ['CC928C', 'other'],
    ['CC906C', 'integration.payload_rejected'],
    ['CC917C', 'integration.payload_rejected'],
    ['CC304A', 'other'],
    ['CC305A', HOLD],
    ['CC316A', HOLD],
    ['CC328A', 'other'],
    ['CC351A', HOLD],
    ['CC361A', HOLD],
    ['CC529C', 'customs_released'],
    ['CC551C', HOLD],
    ['IE3Q01', HOLD],
    ['IE3N03', 'other'],
  ])('%s means %s', (name, means) => {
    const { drafts, rejections, warnings } = translate('customs-ncts', ncts(name));
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts.map(typeOf)).toEqual([means]);
  });

  it('names the declaration by customs and by us, with the office and its time', () => {
    const [draft] = translate('customs-ncts', ncts('CC060C')).drafts;
    expect(named(draft)).toEqual([
      ['declaration', '26DE1234567890ABC1', 'MRN'],
      ['declaration', 'L1', 'north-edi'],
    ]);
    expect(draft).toMatchObject({
      place: { code: 'DE004058', country: 'DE' },
      occurredAt: '2026-03-02T08:00:00.000+01:00',
      timeBasis: 'place',
      reason: { scheme: 'eu-customs', code: 'CC060C', text: 'Control decision notification' },
    });
  });

  it.each([
    ['a full release', 'CC025C', '<releaseIndicator>1</releaseIndicator>', 'customs_released'],
    ['a release of a part', 'CC025C', '<releaseIndicator>2</releaseIndicator>', HOLD],
    ['no release', 'CC025C', '<releaseIndicator>4</releaseIndicator>', HOLD],
    [
      'an invalidation as wished',
      'CC009C',
      '<decision>1</decision><initiatedByCustoms>0</initiatedByCustoms>',
      'other',
    ],
    ['an invalidation by customs', 'CC009C', '<decision>1</decision><initiatedByCustoms>1</initiatedByCustoms>', HOLD],
    ['a refused invalidation', 'CC009C', '<decision>0</decision><initiatedByCustoms>1</initiatedByCustoms>', 'other'],
  ])('%s', (_what, name, more, means) => {
    expect(translate('customs-ncts', ncts(name, more)).drafts.map(typeOf)).toEqual([means]);
  });

  it('gives the reasons of customs, and keeps names and streets back', () => {
    const body = `<n><CC351A><DatOfPreMES9>260302</DatOfPreMES9><TimOfPreMES10>0800</TimOfPreMES10>
      <HEAHEA><RefNumHEA4>L1</RefNumHEA4><DocNumHEA5>26GB1234567890ABCD</DocNumHEA5></HEAHEA>
      <TRAREP><NamTRE1>Jane Doe</NamTRE1><StrAndNumTRE1>High Street 1</StrAndNumTRE1></TRAREP>
      <CONNR2><ConNumNR21>MSCU1234567</ConNumNR21></CONNR2>
      <CUSINT632><CusIntCodCUSINT665>A001</CusIntCodCUSINT665><CusIntTexCUSINT666>NOT TO BE LOADED</CusIntTexCUSINT666></CUSINT632>
      </CC351A></n> and what a log has added`;
    const { drafts } = translate('customs-ics-cc351a', body);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({
      reason: { code: 'A001', status: 'CC351A', text: 'NOT TO BE LOADED' },
      occurredAt: '2026-03-02T08:00:00.000+01:00',
      timeBasis: 'source',
    });
    expect(named(drafts[0])?.at(-1)).toEqual(['container', 'MSCU1234567', 'BIC']);
    expect(JSON.stringify(drafts)).not.toMatch(/Doe|Street/);
  });

  it('is progress with a warning where nobody knows it, and read in spite of a time that is none', () => {
    const unknown = translate('customs-ncts', ncts('CC999C'));
    expect(unknown.drafts.map(typeOf)).toEqual(['other']);
    expect(unknown.warnings).toHaveLength(1);
    const undated = translate(
      'customs-ncts',
      ncts('CC060C', '<controlNotificationDateAndTime>soon</controlNotificationDateAndTime>'),
    );
    expect(undated.drafts[0]).toMatchObject({ occurredAt: '2026-03-02T08:00:00.000+01:00' });
    expect(undated.warnings).toEqual(['CC060C: controlNotificationDateAndTime "soon" is no time']);
  });

  it.each([
    ['no XML', 'CC060C'],
    ['no message of customs', '<order/>'],
    ['no declaration', '<CC351A><CorIdeMES25>1</CorIdeMES25></CC351A>'],
  ])('is refused with a mend where there is %s', (_what, body) => {
    const { drafts, rejections } = translate('customs-ics', body);
    expect(drafts).toEqual([]);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]?.mend).toBeTruthy();
  });
});

const response = (code: string, more = '', id = '26GB1234567890ABC1', hour = '08'): string =>
  `<r:Response xmlns:r="urn:wco:datamodel:WCO:RES-DMS:2"><r:FunctionCode>${code}</r:FunctionCode>
  <r:FunctionalReferenceID>f${code}${hour}</r:FunctionalReferenceID>
  <r:IssueDateTime><d:DateTimeString xmlns:d="u" formatCode="304">20260302${hour}0000Z</d:DateTimeString></r:IssueDateTime>${more}
  <r:Declaration><r:FunctionalReferenceID>OURS1</r:FunctionalReferenceID><r:ID>${id}</r:ID></r:Declaration></r:Response>`;
const metaData = (...responses: readonly string[]): string =>
  `<m:MetaData xmlns:m="u"><m:WCODataModelVersionCode>3.6</m:WCODataModelVersionCode>${responses.join('')}</m:MetaData>`;

describe('a response by the WCO data model', () => {
  it.each([
    ['01', 'other'],
    ['02', 'other'],
    ['03', HOLD],
    ['05', HOLD],
    ['06', 'compliance.document_missing'],
    ['07', 'other'],
    ['08', 'customs_released'],
    ['09', 'customs_released'],
    ['10', 'other'],
    ['11', 'other'],
    ['13', 'other'],
    ['14', HOLD],
    ['16', 'departed'],
    ['18', 'transport.milestone_missed'],
    ['50', HOLD],
    ['51', HOLD],
  ])('function %s means %s', (code, means) => {
    const { drafts, rejections, warnings } = translate('customs-wco-dms', metaData(response(code)));
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts.map(typeOf)).toEqual([means]);
    expect(drafts[0]).toMatchObject({ occurredAt: '2026-03-02T08:00:00.000+00:00', timeBasis: 'sent' });
  });

  it('denies by its status', () => {
    const denied = response('11', '<r:Status><r:NameCode>41</r:NameCode></r:Status>');
    const granted = response('11', '<r:Status><r:NameCode>39</r:NameCode></r:Status>');
    expect(translate('customs-wco-dms', metaData(denied)).drafts.map(typeOf)).toEqual([HOLD]);
    expect(translate('customs-wco-dms', metaData(granted)).drafts.map(typeOf)).toEqual(['other']);
  });

  it('says which error stands where', () => {
    const error = `<r:Error><r:ValidationCode>DMS10020</r:ValidationCode><r:Pointer><r:DocumentSectionCode>42A</r:DocumentSectionCode></r:Pointer>
      <r:Pointer><r:SequenceNumeric>2</r:SequenceNumeric><r:DocumentSectionCode>68A</r:DocumentSectionCode><r:TagID>006</r:TagID></r:Pointer></r:Error>`;
    const [draft] = translate('customs-wco-dms', metaData(response('3', error))).drafts;
    expect(draft).toMatchObject({
      type: HOLD,
      reason: { scheme: 'wco-dms:error', code: 'DMS10020', status: '03' },
      text: 'Message rejected (DMSREJ). Error DMS10020 at 42A/68A(2)/006',
    });
  });

  it('holds nothing any more that the same payload releases later, but does not release another declaration', () => {
    const { drafts } = translate(
      'customs-wco-dms',
      metaData(response('05'), response('05', '', '26GB1234567890ABC2'), response('09', '', undefined, '10')),
    );
    expect(drafts.map(typeOf)).toEqual(['other', HOLD, 'customs_released']);
  });

  it('has a warning for a code that nobody knows, and is refused without a declaration', () => {
    const unknown = translate('customs-wco-dms', metaData(response('77')));
    expect([unknown.drafts.map(typeOf), unknown.warnings.length]).toEqual([['other'], 1]);
    const nameless = '<Response><FunctionCode>05</FunctionCode></Response>';
    expect(translate('customs-wco-dms', metaData(nameless))).toMatchObject({
      drafts: [],
      rejections: [{ part: 'response 1' }],
    });
    expect(translate('customs-wco-dms', '<MetaData/>')).toMatchObject({
      drafts: [],
      rejections: [{ part: 'payload' }],
    });
  });
});
