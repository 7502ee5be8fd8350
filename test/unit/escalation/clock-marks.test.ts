import { describe, expect, it } from 'vitest';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import type { Case, ClockName, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { clocksTold, isHeld, isTold, marksOf } from '../../../lambdas/escalation/clock-marks.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();
const base = openCase({ openedAt: OPENED, severity: severityOf('S2'), owner: ownerOf('customer-service') });
// S2: 30 minutes to acknowledge, 8 hours to solve it, 2 hours to tell the customer.
const clocks = timeClocks(base, 'S2', pack, OPENED);
const called: Case = {
  ...base,
  state: 'triaged',
  clocks,
  escalation: { ...base.escalation, nextStep: 1, lastCallAt: OPENED },
};
const held: Case = { ...called, state: 'acknowledged', acknowledgedBy: 'jonas-weber' };
const noticing = (notices: PolicyPack['clocks']['notices'], raisedTo = pack.severity.tellWhenRaisedTo): PolicyPack => ({
  ...pack,
  clocks: { ...pack.clocks, notices },
  severity: { ...pack.severity, tellWhenRaisedTo: raisedTo },
});

it.each<[Case['state'], string | undefined, boolean]>([
  ['acknowledged', 'jonas-weber', true],
  ['in_progress', 'jonas-weber', true],
  ['acknowledged', undefined, false],
  ['in_progress', undefined, false],
  ['triaged', 'jonas-weber', false],
  ['open', undefined, false],
  ['resolved', 'jonas-weber', false],
])('a case that is %s by %s is held: %s', (state, acknowledgedBy, expected) => {
  const { acknowledgedBy: _before, ...rest } = held;
  expect(isHeld({ ...rest, state, ...(acknowledgedBy === undefined ? {} : { acknowledgedBy }) })).toBe(expected);
});

describe('of which clocks somebody is told', () => {
  const withMessage: PolicyPack = {
    ...pack,
    playbooks: pack.playbooks.map((one) => ({
      ...one,
      messages: one.types.includes(base.type) ? [{ to: 'customer', within: 'PT1H' } as never] : one.messages,
    })),
  };
  const withoutMessage: PolicyPack = { ...pack, playbooks: pack.playbooks.map((one) => ({ ...one, messages: [] })) };

  it('whoever has the case hears of all that run; of what is promised to others where a message is promised', () => {
    expect(clocksTold(held, withMessage, minutes(1))).toEqual(['acknowledge', 'resolve', 'communicate']);
    expect(clocksTold(held, withoutMessage, minutes(1))).toEqual(['acknowledge', 'resolve']);
    const stopped = { ...clocks, resolve: { ...clocks.resolve, stoppedAt: minutes(1) } };
    expect(clocksTold({ ...held, clocks: stopped }, withMessage, minutes(2))).toEqual(['acknowledge', 'communicate']);
  });

  it('a message is promised by the playbook of the type, and by no other', () => {
    const ofAnother: PolicyPack = {
      ...withMessage,
      playbooks: withMessage.playbooks.map((one) => ({
        ...one,
        types: one.types.filter((type) => type !== base.type),
      })),
    };
    expect([withMessage, withoutMessage, ofAnother].map((policy) => isTold('communicate', base, policy))).toEqual([
      true,
      false,
      false,
    ]);
    for (const name of ['acknowledge', 'resolve'] satisfies ClockName[])
      expect(isTold(name, base, withoutMessage), name).toBe(true);
  });

  it('whoever was called hears of the time to take it, and of nothing else', () => {
    expect(clocksTold(called, withMessage, minutes(1))).toEqual(['acknowledge']);
  });

  const { lastCallAt: _at, ...uncalled } = called.escalation;
  const silence = { id: 'x', since: OPENED, until: minutes(600) } as unknown as NonNullable<Case['silenced']>;
  const incident = { id: 'x', joinedAt: OPENED } as unknown as NonNullable<Case['incident']>;
  it.each<[string, Partial<Case>]>([
    ['that has ended', { state: 'resolved' }],
    ['that nobody was called for', { escalation: uncalled }],
    ['that leaves its calls to its incident', { incident }],
    ['that waits for its turn', { escalation: { ...called.escalation, callsFrom: minutes(2) } }],
    ['that is silenced', { silenced: silence }],
    ['that is snoozed', { snoozedUntil: minutes(2) }],
    ['that has gone away for now', { flapping: { times: 3, since: OPENED, quietUntil: minutes(60) } }],
  ])('of a case %s nobody hears', (_what, changes) => {
    expect(clocksTold({ ...called, ...changes }, withMessage, minutes(1))).toEqual([]);
  });

  it('of one whose turn has come, or that is snoozed no more, they do', () => {
    const turn = { ...called, escalation: { ...called.escalation, callsFrom: minutes(2) } };
    expect(clocksTold(turn, pack, minutes(2))).toEqual(['acknowledge']);
    expect(clocksTold({ ...called, snoozedUntil: minutes(2) }, pack, minutes(2))).toEqual(['acknowledge']);
  });
});

describe('the marks of a clock that are left', () => {
  const marks = (record: Case, clock: ClockName, policy: PolicyPack) =>
    marksOf(record, clock, policy).map(({ clock: of, percent, at }) => [of, percent, at]);

  it('are those of the policy, the earliest first, without the breach', () => {
    expect(marks(held, 'resolve', noticing({ resolve: [75, 100, 50] }))).toEqual([
      ['resolve', 50, minutes(240)],
      ['resolve', 75, minutes(360)],
    ]);
    expect(marks(held, 'resolve', noticing({ communicate: [50] }))).toEqual([]);
    const { clocks: _clocks, ...untimed } = held;
    expect(marks(untimed, 'resolve', noticing({ resolve: [50] }))).toEqual([]);
  });

  it('are told once', () => {
    const after = (noticed: number): Case => ({
      ...held,
      clocks: { ...clocks, resolve: { ...clocks.resolve, noticed } },
    });
    const policy = noticing({ resolve: [50, 75] });
    expect(marks(after(50), 'resolve', policy)).toEqual([['resolve', 75, minutes(360)]]);
    expect(marks(after(75), 'resolve', policy)).toEqual([]);
  });

  it('are those after what they heard last: by the call, or by the word that it is more severe', () => {
    const policy = noticing({ acknowledge: [50, 75], resolve: [50, 75] }, ['S2']);
    const lastCallAt = minutes(15);
    const late = { ...held, escalation: { ...held.escalation, lastCallAt } };
    expect(marks(late, 'acknowledge', policy)).toEqual([['acknowledge', 75, minutes(22.5)]]);
    // A call says nothing of the time to solve it.
    const callOfLater = { ...held, escalation: { ...held.escalation, lastCallAt: minutes(300) } };
    expect(marks(callOfLater, 'resolve', policy)).toHaveLength(2);

    const raised = { ...held, severity: { ...severityOf('S2'), raised: { from: 'S3' as const, at: minutes(240) } } };
    expect(marks(raised, 'resolve', policy)).toEqual([['resolve', 75, minutes(360)]]);
    expect(marks(raised, 'resolve', noticing({ resolve: [50, 75] }, ['S1']))).toHaveLength(2);
    const { lastCallAt: _none, ...uncalled } = raised.escalation;
    const earlier = { ...raised, severity: { ...raised.severity, raised: { from: 'S3' as const, at: minutes(15) } } };
    expect(marks({ ...earlier, escalation: uncalled }, 'acknowledge', policy)).toEqual([
      ['acknowledge', 75, minutes(22.5)],
    ]);
  });
});
