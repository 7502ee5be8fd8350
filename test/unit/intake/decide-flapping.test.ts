import { describe, expect, it } from 'vitest';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { WITH_INCIDENT } from '../../../lambdas/incident/membership.ts';
import {
  decideBack,
  decideQuiet,
  decideReturn,
  flappingOf,
  takenBackBefore,
} from '../../../lambdas/intake/decide-flapping.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from './signals.ts';

const pack = defaultPack();
const at = (hour: number, minute = 0): string => new Date(Date.UTC(2026, 2, 2, hour, minute)).toISOString();
const NOW = at(12);
const reported = (when: string) => exception('back', [tracking('T1')], { occurredAt: when });
const signal = reported(NOW);
const whats = (record: Partial<Case>): readonly string[] =>
  decideReturn(openCase({ state: 'resolved', openedAt: at(11), ...record }), signal, pack, NOW).map(({ what }) => what);

describe('when trouble comes back', () => {
  it.each<[what: string, record: Partial<Case>, happens: readonly string[]]>([
    ['the second time within two hours: it is open again', {}, ['CaseReopened']],
    ['the third time: it comes and goes', { comings: [at(11, 30)] }, ['CaseReopened', 'FlappingBegan']],
    [
      'the third time, the first exactly two hours ago',
      { openedAt: at(10), comings: [at(11)] },
      ['CaseReopened', 'FlappingBegan'],
    ],
    ['the third time, the first longer ago', { openedAt: at(9, 59), comings: [at(11)] }, ['CaseReopened']],
    ['after a person had solved it, however often', { resolvedBy: 'maria', comings: [at(11, 30)] }, ['CaseReopened']],
    [
      'after its incident was solved: people had ended that',
      { resolution: WITH_INCIDENT, comings: [at(11, 30)] },
      ['CaseReopened'],
    ],
  ])('%s', (_what, record, happens) => {
    expect(whats(record)).toEqual(happens);
  });

  it('by itself, it says so; after people had solved it, it does not', () => {
    const back = (record: Partial<Case>) => decideReturn(openCase(record), signal, pack, NOW)[0];
    expect(back({})).toEqual({ what: 'CaseReopened', signalId: signal.id, comesBack: true });
    for (const record of [{ resolvedBy: 'maria' }, { resolution: WITH_INCIDENT }])
      expect(back(record)).toEqual({ what: 'CaseReopened', signalId: signal.id });
  });

  it('goes by the window and count of its type, where that has its own', () => {
    const own = { window: 'PT10M', count: 9 };
    const [type] = Object.entries(pack.types).find(([name]) => name === 'transport.delay')!;
    const mine = { ...pack, types: { ...pack.types, [type]: { ...pack.types[type]!, flapping: own } } };
    expect(flappingOf({ type }, mine)).toEqual(own);
    expect(flappingOf({ type: 'cargo.damaged' }, mine)).toEqual(pack.flapping);
    expect(flappingOf({ type: 'own.type' }, mine)).toEqual(pack.flapping);
  });
});

describe('a report of what comes and goes', () => {
  const flapping = { since: at(9), times: 3, settledAt: at(11) };

  it.each<[what: string, record: Partial<Case>, when: string, counts: boolean]>([
    ['counts where it is gone just now', { flapping }, at(11, 30), true],
    ['says nothing new about the moment when it went', { flapping }, at(11), false],
    ['says nothing new about the time before', { flapping }, at(10, 59), false],
    [
      'counts about any time where its sender had taken all back',
      { flapping: { ...flapping, takenBack: true } },
      at(8),
      true,
    ],
    ['does not count while it is there', { flapping: { since: at(9), times: 3 } }, at(11, 30), false],
    ['does not count where it was solved: then it is opened again', { flapping, state: 'resolved' }, at(11, 30), false],
    ['does not count where it never came and went', {}, at(11, 30), false],
  ])('%s', (_what, record, when, counts) => {
    expect(decideBack(openCase(record), reported(when))).toEqual(
      counts ? { what: 'TroubleBack', times: 4 } : undefined,
    );
  });

  it.each<[what: string, record: Partial<Case>, quiet: boolean]>([
    ['is quiet for the window when it has gone', { flapping: { since: at(9), times: 3 } }, true],
    ['is not quiet a second time', { flapping }, false],
    ['is not quiet where it never came and went', {}, false],
  ])('%s', (_what, record, quiet) => {
    expect(decideQuiet(openCase(record), '2026-03-02T12:30:00+01:00', 'Delivered.', pack, NOW)).toEqual(
      quiet ? { what: 'TroubleQuieted', settledAt: at(11, 30), quietUntil: at(14), reason: 'Delivered.' } : undefined,
    );
  });
});

describe('of the cases that were taken back, a report belongs to', () => {
  const gone = (id: string, changes: Partial<Case> = {}): Case =>
    openCase({ id, state: 'withdrawn', reopenUntil: at(13), withdrawnAt: at(11), ...changes });
  const early = gone('early', { withdrawnAt: at(10) });
  const late = gone('late', { withdrawnAt: at(11) });
  const older = gone('older', { withdrawnAt: undefined });

  it.each<[what: string, holders: readonly Case[], id: string | undefined]>([
    ['the one that was taken back last', [early, late], 'late'],
    ['the one that was taken back last, whichever is found first', [late, early], 'late'],
    ['one of which the time stands before one of which it does not', [older, early], 'early'],
    ['one of which the time stands, whichever is found first', [early, older], 'early'],
    ['none of another type', [gone('other', { type: 'transport.delay' })], undefined],
    ['none whose time is over', [gone('over', { reopenUntil: NOW })], undefined],
    ['none that a person had withdrawn', [gone('by a person', { reopenUntil: undefined })], undefined],
    ['none that is not withdrawn', [openCase({ state: 'resolved', reopenUntil: at(13) })], undefined],
  ])('%s', (_what, holders, id) => {
    expect(takenBackBefore({ type: 'transport.delivery_failed' }, holders, NOW)?.id).toBe(id);
  });
});
