import { describe, expect, it } from 'vitest';
import { caseMeasures } from '../../../lambdas/contracts/api/measure-answers.ts';
import { applyActs, measureCase } from '../../../lambdas/case/index.ts';
import type { Act } from '../../../lambdas/case/index.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import type { Command } from '../../../lambdas/case/command.ts';
import type { Case, JournalEntry, PolicyPack, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { by, byPerson, ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();
const MIN = 60;
const via = 'api';

/** A triaged case, and what happens to it, journalled as the product does it. */
function history(level: SeverityLevel = 'S2', policy: PolicyPack = pack, openedAt = OPENED) {
  const base = openCase({
    openedAt,
    state: 'triaged',
    severity: severityOf(level),
    impact: { unknown: [] },
    owner: ownerOf('customer-service'),
  });
  let record: Case = { ...base, clocks: timeClocks(base, level, policy, openedAt) };
  const entries: JournalEntry[] = [];
  const act = (at: string, ...acts: readonly Act[]) => {
    const applied = applyActs(record, acts, { at, traceparent: TRACEPARENT, salt: () => 's' });
    record = applied.after;
    entries.push(...applied.entries);
  };
  return {
    act,
    tell: (at: string, command: Command) => {
      const decision = decideCommand(record, command, {
        actor: { kind: 'person', id: 'jonas-weber' },
        requestId: 'r1',
        at,
        pack: policy,
      });
      if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
      act(at, ...decision.acts);
    },
    measured: (at: string) => caseMeasures.parse(measureCase(record, entries, policy, at)),
  };
}

type Pause = Extract<Command, { kind: 'pause' }>;
const pause = (waitingFor: Pause['waitingFor'], until: string, clocks?: Pause['clocks']): Command => ({
  kind: 'pause',
  via,
  reason: 'They have to act first',
  waitingFor,
  until,
  ...(clocks === undefined ? {} : { clocks }),
});
const resume: Command = { kind: 'resume', via, reason: 'They have' };

describe('the measures of a case', () => {
  it('that nobody has touched are running clocks and nothing else', () => {
    expect(history().measured(minutes(5))).toEqual({
      at: minutes(5),
      touches: 0,
      reopened: 0,
      clocks: {
        acknowledge: { dueAt: minutes(30), stands: 'running', pausedSeconds: 0 },
        resolve: { dueAt: minutes(480), stands: 'running', pausedSeconds: 0 },
        communicate: { dueAt: minutes(120), stands: 'running', pausedSeconds: 0 },
      },
      waits: [],
    });
  });

  it('say how long it waited for whom, each reason by itself, also while it waits', () => {
    const given = history();
    given.tell(minutes(10), { kind: 'acknowledge', via });
    given.tell(minutes(60), pause('carrier', minutes(300)));
    given.tell(minutes(100), resume);
    given.tell(minutes(120), pause('customer', minutes(600), ['resolve']));
    given.tell(minutes(130), pause('carrier', minutes(600)));
    given.tell(minutes(150), pause('customer', minutes(600)));
    expect(given.measured(minutes(180))).toMatchObject({
      secondsToAcknowledge: 10 * MIN,
      clocks: { resolve: { stands: 'waiting', pausedSeconds: 100 * MIN }, acknowledge: { stands: 'kept' } },
      waits: [
        { waitingFor: 'customer', times: 2, seconds: 40 * MIN, clocks: { resolve: 40 * MIN } },
        { waitingFor: 'carrier', times: 2, seconds: 60 * MIN, clocks: { resolve: 60 * MIN } },
      ],
    });
  });

  it('count no pause beyond the end of the case, nor a clock beyond its own', () => {
    const given = history();
    given.tell(minutes(10), { kind: 'acknowledge', via });
    given.tell(minutes(60), pause('supplier', minutes(600), ['resolve', 'communicate']));
    given.tell(minutes(80), { kind: 'customer-told', via });
    given.tell(minutes(100), { kind: 'resolve', via, resolution: 'solved' });
    const measures = given.measured(minutes(500));
    expect(measures.waits).toEqual([
      { waitingFor: 'supplier', times: 1, seconds: 40 * MIN, clocks: { resolve: 40 * MIN, communicate: 20 * MIN } },
    ]);
    expect(measures).toMatchObject({ secondsToResolve: 100 * MIN, touches: 4 });
    expect(Object.values(measures.clocks ?? {}).map(({ stands }) => stands)).toEqual(['kept', 'kept', 'kept']);
  });

  it('take off a clock only the hours in which it runs', () => {
    const hours = [{ days: ['monday' as const], from: '09:00', to: '17:00' }];
    const policy: PolicyPack = {
      ...pack,
      clocks: { ...pack.clocks, businessHours: { resolve: ['S3'] } },
      teams: pack.teams.map((team) =>
        team.id === 'customer-service' ? { ...team, zone: 'UTC', hours, calendars: [] } : team,
      ),
    };
    const given = history('S3', policy, '2026-03-02T09:00:00.000Z');
    given.tell('2026-03-02T09:10:00.000Z', { kind: 'acknowledge', via });
    given.tell('2026-03-02T16:00:00.000Z', pause('authority', '2026-03-09T12:00:00.000Z'));
    const [wait] = given.measured('2026-03-04T16:00:00.000Z').waits;
    expect(wait).toEqual({ waitingFor: 'authority', times: 1, seconds: 2 * 86_400, clocks: { resolve: 3600 } });
  });

  it('tell a promise that was broken from one that the end of the case has dropped', () => {
    const given = history();
    given.act(minutes(31), by({ what: 'ClockBreached', clock: 'acknowledge', dueAt: minutes(30) }));
    given.act(minutes(40), byPerson({ what: 'CaseWithdrawn', reason: 'by_hand' }));
    const { clocks } = given.measured(minutes(50));
    expect([clocks?.acknowledge.stands, clocks?.resolve.stands]).toEqual(['broken', 'dropped']);
  });
});
