import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exceptionTypes } from '../../../lambdas/contracts/index.ts';
import { appointmentStatus } from '../../../lambdas/inbound/formats/x12/codes/appointment-status.ts';
import { customsDisposition } from '../../../lambdas/inbound/formats/x12/codes/customs-disposition.ts';
import { equipmentStatus } from '../../../lambdas/inbound/formats/x12/codes/equipment-status.ts';
import { eventReason } from '../../../lambdas/inbound/formats/x12/codes/event-reason.ts';
import { ladingException } from '../../../lambdas/inbound/formats/x12/codes/lading-exception.ts';
import { itemStatus, orderStatus } from '../../../lambdas/inbound/formats/x12/codes/line-status.ts';
import { receivingCondition } from '../../../lambdas/inbound/formats/x12/codes/receiving-condition.ts';
import { returnReason } from '../../../lambdas/inbound/formats/x12/codes/return-reason.ts';
import { arrivalAt, shipmentStatus } from '../../../lambdas/inbound/formats/x12/codes/shipment-status.ts';
import { statusReason, wishedByCustomer } from '../../../lambdas/inbound/formats/x12/codes/status-reason.ts';
import { timeCodes } from '../../../lambdas/inbound/formats/x12/codes/time-code.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples/codes', import.meta.url));
const published = (element: string): readonly (readonly [string, string])[] =>
  readFileSync(`${folder}/x12_${element}.tsv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [string, string]);

/** The same words, whatever their case and signs, without those that only say "when". */
const words = (meaning: string): string =>
  meaning
    .toLowerCase()
    .replace(/date and\/or time( of)?|on this|- /g, ' ')
    .replace(/[^a-z.]+/g, ' ')
    .trim();

describe.skipIf(!existsSync(folder))('code lists', () => {
  it.each([
    ['1650', shipmentStatus],
    ['1651', statusReason],
    ['1652', appointmentStatus],
    ['157', equipmentStatus],
    ['668', itemStatus],
    ['412', receivingCondition],
    ['1293', returnReason],
  ] as const)('X12 %s is here whole, and nothing that is not in it', (element, table) => {
    const meant = published(element).map(([code, meaning]) => [code, words(meaning)]);
    const ours = [...table].map(([code, { meaning }]) => [code, words(meaning)]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(meant));
    expect(table.size).toBe(meant.length);
  });

  // These lists also hold what has nothing to do with goods.
  it.each([
    ['641', eventReason],
    ['368', orderStatus],
  ] as const)('what we read of X12 %s is in it, with its meaning', (element, table) => {
    const meant = new Map(published(element).map(([code, meaning]) => [code, words(meaning)]));
    for (const [code, { meaning }] of table) expect([code, words(meaning)]).toEqual([code, meant.get(code)]);
  });
});

describe('what a code means to us', () => {
  const decided = [
    ...shipmentStatus,
    ...statusReason,
    ...ladingException,
    ...equipmentStatus,
    ...eventReason,
    ...customsDisposition,
  ] as const;

  it.each(decided.map(([code, entry]) => ({ code, ...entry })))(
    '$code, $meaning, is decided with a reason',
    (entry) => {
      expect(entry.why.length).toBeGreaterThan(10);
      if (entry.trouble !== undefined) expect(exceptionTypes).toContain(entry.trouble);
    },
  );

  it('an expectation is never trouble by itself', () => {
    const expected = [...shipmentStatus.values()].filter(({ at }) => at !== 'actual');
    expect(expected).toHaveLength(4);
    expect(expected.filter(({ trouble }) => trouble !== undefined)).toEqual([]);
    const ofPorts = [...equipmentStatus.values()].filter(({ at, trouble }) => at !== 'actual' && trouble !== undefined);
    expect(ofPorts).toEqual([]);
  });

  it.each([
    ['A3', 'transport.delivery_failed'],
    ['A7', 'transport.delivery_failed'],
    ['A9', 'cargo.damaged'],
    ['AH', 'transport.delivery_failed'],
    ['AP', 'transport.delivery_failed'],
    ['CA', 'transport.milestone_missed'],
    ['OO', 'transport.lost'],
    ['PR', 'compliance.customs_hold'],
    ['SD', 'transport.delay'],
  ])('status %s is %s', (code, type) => {
    expect(shipmentStatus.get(code)?.trouble).toBe(type);
  });

  it('no other status is trouble', () => {
    const troubles = [...shipmentStatus].filter(([, { trouble }]) => trouble !== undefined).map(([code]) => code);
    expect(troubles.sort()).toEqual(['A3', 'A7', 'A9', 'AH', 'AP', 'CA', 'OO', 'PR', 'SD']);
  });

  it('the reasons that say nothing is wrong make no trouble', () => {
    const harmless = [...statusReason].filter(([, { trouble }]) => trouble === undefined).map(([code]) => code);
    expect(harmless.sort()).toEqual(
      ['A3', 'A6', 'AP', 'AZ', 'BF', 'BJ', 'BK', 'C1', 'CB', 'CC', 'NA', 'NS', 'RC'].sort(),
    );
  });

  it('what is compared or wished is in its list', () => {
    for (const code of arrivalAt.keys()) expect(shipmentStatus.get(code)?.milestone).toBe('arrived');
    for (const code of wishedByCustomer) expect(statusReason.has(code)).toBe(true);
  });

  it('a word that every object knows is no code', () => {
    for (const word of ['constructor', '__proto__', 'toString']) {
      expect([shipmentStatus.get(word), statusReason.get(word), timeCodes.get(word)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });
});
