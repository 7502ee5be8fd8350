import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signal as contract } from '../../../lambdas/contracts/index.ts';
import type { CodeRule, PolicyPack, Signal } from '../../../lambdas/contracts/index.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { asSent, readByCodes } from '../../../lambdas/intake/decide-code.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { correction, exception, progress, retraction, tracking } from './signals.ts';

const reason = { scheme: 'x12:1651', code: 'BS', status: 'AH', text: 'Refused by customer' };
const rule = (changes: Partial<CodeRule> = {}): CodeRule => ({
  id: 'refused',
  scheme: 'x12:1651',
  codes: ['BG', 'BS'],
  type: 'finance.pod_dispute',
  ...changes,
});
const withCodes = (...codes: readonly CodeRule[]): PolicyPack => ({ ...defaultPack(), codes: [...codes] });
const read = (report: Signal, ...codes: readonly CodeRule[]): Signal => readByCodes(report, withCodes(...codes));
const failed = exception('a', [tracking('T1')], { reason });

describe('a report as the policy reads its code', () => {
  it('is of the type that the first rule says, and keeps what the sender wrote', () => {
    const told = read(
      failed,
      rule({ codes: ['XX'], type: 'transport.lost' }),
      rule(),
      rule({ id: 'later', type: 'transport.delay' }),
    );
    expect(told).toEqual({
      ...failed,
      type: 'finance.pod_dispute',
      reason: { ...reason, rule: 'refused', byFormat: failed.type },
    });
    expect(contract.parse(told)).toEqual(told);
  });

  const narrow: readonly [string, CodeRule, Partial<typeof failed>, boolean][] = [
    ['the code', rule({ codes: ['BG'] }), {}, false],
    ['letters of the code', rule({ codes: ['bs'] }), {}, false],
    ['the list', rule({ scheme: 'x12:1650' }), {}, false],
    ['the status beside it', rule({ status: ['A7'] }), {}, false],
    ['one status of several', rule({ status: ['A7', 'AH'] }), {}, true],
    ['a status where none was sent', rule({ status: ['AH'] }), { reason: { scheme: 'x12:1651', code: 'BS' } }, false],
    ['the source', rule({ sources: ['other'] }), {}, false],
    ['one source of several', rule({ sources: ['other', 'canadapost-edi'] }), {}, true],
  ];
  it.each(narrow)('goes by %s', (_what, one, changes, isRead) => {
    const report = { ...failed, ...changes };
    const told = read(report, one);
    if (isRead) expect(told).toMatchObject({ type: 'finance.pod_dispute' });
    else expect(told).toBe(report);
  });

  it('stays as it is without a code, without rules, and where it takes something back', () => {
    const plain = exception('b', [tracking('T1')]);
    expect(read(plain, rule())).toBe(plain);
    expect(readByCodes(failed, defaultPack())).toBe(failed);
    const back = { ...retraction('c', failed.id, [tracking('T1')]), reason };
    expect(read(back, rule())).toBe(back);
  });

  it('is trouble where its format takes it for progress, and a correction stays one', () => {
    const going = { ...progress('d', [tracking('T1')], { name: 'in_transit', at: 'actual' }), reason };
    const told = read(going, rule());
    expect(told).toEqual({
      ...going,
      kind: 'exception',
      type: 'finance.pod_dispute',
      reason: { ...reason, rule: 'refused', byFormat: 'none' },
    });
    expect(contract.parse(told)).toEqual(told);
    const corrected = { ...correction('e', failed.id, [tracking('T1')]), reason };
    expect(read(corrected, rule())).toMatchObject({
      kind: 'correction',
      corrects: failed.id,
      type: 'finance.pod_dispute',
    });
  });

  it('is no trouble where the rule says so: progress of its milestone, or of none; a correction of trouble is left', () => {
    const none = rule({ type: 'none' });
    const told = read(failed, none);
    expect(told).toMatchObject({
      kind: 'progress',
      milestone: { name: 'other', at: 'actual' },
      reason: { rule: 'refused' },
    });
    expect(told).not.toHaveProperty('type');
    expect(contract.parse(told)).toEqual(told);
    const milestone = { name: 'arrived', at: 'actual' } as const;
    expect(read({ ...failed, milestone }, none)).toMatchObject({ kind: 'progress', milestone });
    const corrected = { ...correction('e', failed.id, [tracking('T1')]), reason };
    expect(read(corrected, none)).toBe(corrected);
    const going = { ...progress('d', [tracking('T1')]), reason };
    expect(read(going, none)).toBe(going);
  });
});

describe('a report before its code was read', () => {
  const going = { ...progress('d', [tracking('T1')], { name: 'in_transit', at: 'actual' }), reason };
  const late = { ...failed, milestone: { name: 'arrived', at: 'actual' } as const };
  const fixed = { ...correction('e', failed.id, [tracking('T1')]), reason };

  it.each([failed, going, late, fixed])('is what its format says', (report) => {
    expect(asSent(read(report, rule()))).toEqual(report);
    expect(asSent(report)).toBe(report);
  });

  it('is trouble of its type where a rule took it for none', () => {
    const told = read(failed, rule({ type: 'none' }));
    expect(asSent(told)).toMatchObject({ kind: 'exception', type: failed.type, reason });
    expect(asSent(told)).not.toHaveProperty('reason.rule');
    expect(asSent(read(late, rule({ type: 'none' })))).toEqual(late);
  });

  it('is not known where that was not kept', () => {
    expect(asSent({ ...failed, reason: { ...reason, rule: 'refused' } })).toBeUndefined();
  });
});

describe('reports that come in', () => {
  let fixture: StoreFixture;
  let take: (signal: Signal) => Promise<string>;
  beforeEach(async () => {
    fixture = openStores();
    await publishPack(withCodes(rule(), rule({ id: 'quiet', codes: ['ZZ'], type: 'none' })));
    const packs = createPackStore('reference');
    take = (signal) => takeIn({ cases: fixture.store, intake: createIntakeStore(fixture.store), packs }, signal);
  });
  afterEach(() => fixture.close());

  it('open a case of the type that the policy says, and none for what is no trouble here; a repetition changes nothing', async () => {
    const going = { ...progress('p', [tracking('T2')], { name: 'in_transit', at: 'actual' }), reason };
    const quiet = exception('q', [tracking('T3')], { reason: { ...reason, code: 'ZZ' } });
    expect([await take(failed), await take(going), await take(quiet)]).toEqual(['opened', 'opened', 'timeline']);
    expect([await take(failed), await take(going), await take(quiet)]).toEqual(['duplicate', 'duplicate', 'duplicate']);
    const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
    const records = Items.filter(({ sk }: any) => sk.S === 'CASE').map(({ record }: any) => JSON.parse(record.S));
    expect(records.map(({ type, title }: any) => [type, title])).toEqual([
      ['finance.pod_dispute', expect.stringMatching(/proof/i)],
      ['finance.pod_dispute', expect.stringMatching(/proof/i)],
    ]);
    const [kept] = await fixture.store.signals(records[0].id);
    expect(kept).toMatchObject({ type: 'finance.pod_dispute', reason: { code: 'BS', rule: 'refused' } });
  });
});
