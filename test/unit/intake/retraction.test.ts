import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { decideHeirWithdrawal, decideRetraction, standingReports } from '../../../lambdas/intake/decide-retraction.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { correction, exception, progress, retraction, tracking } from './signals.ts';

const AT = '2026-03-02T10:00:00.000Z';
const context = { at: AT, pack: defaultPack() };
const subject = [tracking('T1')];
const first = exception('first', subject);
const second = exception('second', subject);
const mended = correction('mended', first.id, subject);
const mendedAgain = correction('mended again', mended.id, subject);
/** It names itself, as a careless sender may. */
const ofItself = correction('of itself', deriveId('sig', 'of itself'), subject);
const elsewhere = correction('elsewhere', exception('never', subject).id, subject);
const arrival = progress('arrival', subject);

const reported = (signals: readonly Signal[], ...retracted: readonly Signal[]) => ({
  signals,
  retracted: new Set(retracted.map(({ id }) => id)),
});
const names = (signals: readonly Signal[]): readonly string[] => signals.map(({ id }) => id);

describe('which reports of a case still stand', () => {
  it.each<[what: string, signals: readonly Signal[], retracted: readonly Signal[], standing: readonly Signal[]]>([
    ['all, where nothing was taken back', [first, second], [], [first, second]],
    ['the other, where one was', [first, second], [first], [second]],
    ['neither a report nor its correction, where the report was', [first, mended, second], [first], [second]],
    ['neither of them, where the correction was', [first, mended, second], [mended], [second]],
    ['none of three that correct one another, where the last was', [first, mended, mendedAgain], [mendedAgain], []],
    ['none of them, where the first was', [first, mended, mendedAgain], [first], []],
    ['a correction of something that this case does not have', [second, elsewhere], [second], [elsewhere]],
    ['a correction that names itself', [ofItself], [], [ofItself]],
    ['nothing of a correction that names itself, once it is taken back', [ofItself], [ofItself], []],
    ['no progress: it is no trouble', [arrival, first], [], [first]],
    ['all, where something was taken back that is not of this case', [first], [second], [first]],
  ])('%s', (_what, signals, retracted, standing) => {
    expect(names(standingReports(reported(signals, ...retracted)))).toEqual(names(standing));
  });
});

const BY = { actor: { kind: 'system', id: 'intake' } };
const takes = (signal: Signal) => retraction('taken back', signal.id, subject);
const decide = (changes: Partial<Case>, signal: Signal, ...before: Parameters<typeof reported>) =>
  decideRetraction(openCase(changes), takes(signal), reported(...before), context);

describe('a report that is taken back by its sender', () => {
  const cause = { kind: 'signal', id: takes(first).id };
  const retracted = { what: 'SignalRetracted', signalId: first.id, by: takes(first).id };

  it('leaves a case alone of which another report stands', () => {
    expect(decide({}, first, [first, second])).toEqual([{ ...BY, cause, happening: retracted }]);
  });

  it('ends an open case of which it was the last, and says why and until when it may come back', () => {
    expect(decide({}, first, [first, second], second)).toEqual([
      { ...BY, cause, happening: retracted },
      {
        ...BY,
        cause,
        happening: {
          what: 'CaseWithdrawn',
          reason: 'Every report of it was taken back by its sender.',
          reopenUntil: '2026-03-02T12:00:00.000Z',
        },
      },
    ]);
  });

  it('is not taken back twice', () => {
    expect(decide({}, first, [first, second], first)).toEqual([]);
    expect(decide({}, first, [first], first)).toEqual([]);
  });

  it.each([
    ['a resolved case, whose messages and changes have to be corrected', 'resolved', [first], true],
    ['a closed case', 'closed', [first], true],
    ['a merged case', 'merged', [first], true],
    ['a resolved case of which another report stands', 'resolved', [first, second], undefined],
    ['a case that was withdrawn already', 'withdrawn', [first], undefined],
    ['a case in work', 'in_progress', [first], undefined],
  ] as const)('says whether nothing is left of what is over: %s', (_what, state, signals, nothingLeft) => {
    const [act] = decide({ state }, first, signals);
    expect(act?.happening).toEqual({ ...retracted, ...(nothingLeft === undefined ? {} : { nothingLeft }) });
  });

  it.each(['resolved', 'closed', 'merged', 'withdrawn'] as const)('does not withdraw what is %s', (state) => {
    expect(decide({ state }, first, [first])).toHaveLength(1);
  });

  it('of what comes and goes is only quiet for the window, and says that it was taken back', () => {
    const flapping = { since: '2026-03-02T08:00:00.000Z', times: 3 };
    expect(decide({ flapping }, first, [first]).map(({ happening }) => happening)).toEqual([
      retracted,
      {
        what: 'TroubleQuieted',
        settledAt: AT,
        quietUntil: '2026-03-02T12:00:00.000Z',
        reason: 'Every report of it was taken back by its sender.',
        takenBack: true,
      },
    ]);
    // It had settled before: the quiet that is counted already goes on.
    const settled = { ...flapping, settledAt: '2026-03-02T09:00:00.000Z', quietUntil: '2026-03-02T11:00:00.000Z' };
    expect(decide({ flapping: settled }, first, [first])[1]?.happening).toMatchObject({
      settledAt: '2026-03-02T09:00:00.000Z',
      quietUntil: '2026-03-02T11:00:00.000Z',
    });
    expect(decide({ flapping: { ...settled, takenBack: true } }, first, [first])).toHaveLength(1);
  });
});

describe('the heir of merged cases', () => {
  const heir = (changes: Partial<Case>, ...left: Parameters<typeof reported>) =>
    decideHeirWithdrawal(openCase(changes), 'sig_x', reported(...left), context);

  it('is withdrawn with the last report of any of them', () => {
    expect(heir({}, [first, second], first, second)).toEqual([
      { ...BY, cause: { kind: 'signal', id: 'sig_x' }, happening: expect.objectContaining({ what: 'CaseWithdrawn' }) },
    ]);
  });

  it.each<[what: string, changes: Partial<Case>, signals: readonly Signal[]]>([
    ['stays while a report stands', {}, [first, second]],
    ['stays where it is an incident: its children are its trouble', { cause: { rule: 'port' } as any }, [second]],
    ['is left where it is over', { state: 'resolved' }, [second]],
  ])('%s', (_what, changes, signals) => {
    expect(heir(changes, signals, second)).toEqual([]);
  });
});
