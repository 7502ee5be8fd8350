import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { attemptedDelivery } from '../../support/samples/index.ts';
import { payloadOf, sender } from './sender.ts';
import { translateX12Status } from './x12-set.ts';

/** Our own message with other segments from its LX on, or with another header. */
function read(loop: string, header = 'B10*NR1*S1*NRTH~N1*CN*HARBOR POINT CLINIC~N4*DULUTH*MN*55802*US~'): Translation {
  const envelope = attemptedDelivery.slice(0, attemptedDelivery.indexOf('ST*'));
  const count = `${header}${loop}`.split('~').length + 1;
  const text = `${envelope}ST*214*1~${header}${loop}SE*${count}*1~GE*1*4417~IEA*1*000004417~`;
  return translateX12Status(payloadOf(text, 'application/edi-x12'), sender);
}
const at7 = (status: string, reason = 'NS', time = '20260302*0700*CT'): string => `AT7*${status}*${reason}***${time}~`;
const typeOf = (draft: SignalDraft | undefined): string | undefined =>
  draft === undefined || !('type' in draft) ? draft?.kind : draft.type;
const typesOf = ({ drafts }: Translation): readonly (string | undefined)[] => drafts.map(typeOf);

const failed = 'transport.delivery_failed';
const delay = 'transport.delay';
const missed = 'transport.milestone_missed';
const lost = 'transport.lost';
const damaged = 'cargo.damaged';
const customs = 'compliance.customs_hold';
const documents = 'compliance.document_missing';

/** X12 1650, each code beside the reason "normal". Written by hand, so that a slip in the code's own table shows. */
const statuses: Readonly<Record<string, string>> = {
  progress: 'AF AG AI AJ AM AN AR AV B6 BA BC C1 CD CL CP D1 I1 J1 K1 L1 OA P1 R1 RL S1 X1 X2 X3 X4 X5 X6 X8 XB',
  [failed]: 'A3 A7 AH AP',
  [damaged]: 'A9',
  [delay]: 'SD',
  [missed]: 'CA',
  [lost]: 'OO',
  [customs]: 'PR',
};

/** X12 1651, each code beside a status that is no trouble: en route. */
const reasons: Readonly<Record<string, string>> = {
  progress: 'A3 A6 AP AZ BF BJ BK C1 CB CC NA NS RC',
  [failed]: 'A1 A2 A5 AE AQ B1 BS BT C8 C9',
  [delay]:
    'AA AD AF AG AH AI AJ AL AM AN AO AU AV AW AX B2 B4 B5 B8 B9 BB BE BG BH BI BL BM BN BO BQ BR C2 C3 C4 C5 C6 C7 ' +
    'D1 D2 F2 HB P1 P2 P3 P4 T1 T2 T3 T4 T5 T6 T7',
  [missed]: 'AY',
  [customs]: 'AS AT BD CA F1',
  [documents]: 'AR BC',
  [damaged]: 'AK BP',
  [lost]: 'S1',
};

const rows = (table: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(table).flatMap(([type, codes]) => codes.split(' ').map((code) => [code, type] as const));

describe('verdict on an AT7', () => {
  it.each([
    ['CA', 'BT', failed, 'cancelled, and on its way back'],
    ['CA', 'AG', missed, 'cancelled for a reason of the consignee'],
    ['SD', 'BT', delay, 'delayed on its way back'],
    ['SD', 'CA', customs, 'delayed by customs'],
  ])('status %s, reason %s: %s, %s', (code, reason, type) => {
    expect(typesOf(read(`LX*1~${at7(code, reason)}MS1*DULUTH*MN*US~`))).toEqual([type]);
  });

  it.each(rows(statuses))('status %s, reason normal: %s', (code, type) => {
    const translation = read(`LX*1~${at7(code)}MS1*DULUTH*MN*US~`);
    expect(translation.rejections).toEqual([]);
    expect(typesOf(translation)).toEqual([type]);
    expect(translation.drafts[0]?.reason).toMatchObject({ status: code });
  });

  it.each(rows(reasons))('en route, reason %s: %s', (code, type) => {
    const translation = read(`LX*1~${at7('X6', code)}`);
    expect(typesOf(translation)).toEqual([type]);
    expect(translation.drafts[0]?.reason).toMatchObject({ scheme: 'x12:1651', code, status: 'X6' });
  });

  const folder = fileURLToPath(new URL('../../../../shared/samples/codes', import.meta.url));
  it.skipIf(!existsSync(folder)).each([
    ['1650', statuses],
    ['1651', reasons],
  ] as const)('every code of the published list %s is tried here, and no other', (list, tried) => {
    const lines = readFileSync(`${folder}/x12_${list}.tsv`, 'utf8').trim().split('\n').slice(1);
    const published = lines.map((line) => line.split('\t')[0] ?? '');
    const codes = rows(tried).map(([code]) => code);
    expect(codes.sort()).toEqual(published.sort());
  });

  it('takes the status "ZZ", which is of no list, as a step, with a warning that names it', () => {
    const { drafts, rejections, warnings } = read(`LX*1~${at7('ZZ')}${at7('X6')}`);
    expect(drafts.map(typeOf)).toEqual(['progress', 'progress']);
    expect(rejections).toEqual([]);
    expect(warnings.join()).toContain('ZZ');
  });

  it.each(['constructor', '__proto__', ''])('rejects the status "%s" and reads the next one', (code) => {
    const { drafts, rejections } = read(`LX*1~${at7(code)}${at7('X6')}`);
    expect(drafts.map(typeOf)).toEqual(['progress']);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]?.pointer).toContain('AT701');
    expect(rejections[0]?.part).toContain('AT7 1');
  });

  it('does not take the time of reception for an appointment', () => {
    const { drafts } = read(`LX*1~AT7***AB*NA~${at7('X1', 'NS', '20260302*2300*CT')}`);
    expect(drafts.map(typeOf)).toEqual(['progress', 'progress']);
  });
});

describe('a whole message', () => {
  it('is read: our own attempted delivery', () => {
    const translation = translateX12Status(payloadOf(attemptedDelivery), sender);
    expect(translation).toMatchObject({ format: 'x12-214', version: '004010', rejections: [], warnings: [] });
    expect(translation.drafts).toHaveLength(1);
    expect(translation.drafts[0]).toMatchObject({
      kind: 'exception',
      type: failed,
      occurredAt: '2026-03-02T07:42:00.000-06:00',
      timeBasis: 'sent',
      place: { locality: 'DULUTH', region: 'MN', country: 'US' },
      carrier: { scac: 'NRTH' },
      reason: { scheme: 'x12:1651', code: 'B1', status: 'AH' },
      lane: { destination: { locality: 'DULUTH', region: 'MN', country: 'US' } },
    });
    expect(translation.drafts[0]?.references).toEqual([
      { kind: 'tracking', value: 'NR70319442', issuer: 'NRTH' },
      { kind: 'shipment', value: 'SHP-2026-30881', issuer: 'north-edi' },
      { kind: 'purchase_order', value: 'PO-77120', issuer: 'north-edi' },
      { kind: 'delivery', value: '800412209', issuer: 'north-edi' },
    ]);
  });

  it('has no destination where only the payer gives an address', () => {
    const header = 'B10*NR1*S1*NRTH~N1*CN*HARBOR POINT CLINIC~N1*BT*PAYER~N4*MANLIUS*NY*13104~';
    expect(read(`LX*1~${at7('AH')}`, header).drafts[0]).not.toHaveProperty('lane.destination');
  });

  it('may have statuses without LX', () => {
    const { drafts, rejections } = read(`${at7('X6')}MS1*MADISON*WI*US~${at7('AH')}`);
    expect(rejections).toEqual([]);
    expect(drafts.map(typeOf)).toEqual(['progress', failed]);
  });

  it('is rejected where it is of another kind, and the 214 beside it is read', () => {
    const both = attemptedDelivery.replace('ST*214', 'ST*210*9~B3*1*2~SE*3*9~ST*214');
    const { drafts, rejections } = translateX12Status(payloadOf(both), sender);
    expect(drafts).toHaveLength(1);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]?.detail).toContain('210');
  });
});
