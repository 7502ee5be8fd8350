import { describe, expect, it } from 'vitest';
import { addDuration, durationMs, instantText, isAsWritten, isLater } from '../../../lambdas/case/duration.ts';
import { ladderOf } from '../../../lambdas/case/ladder.ts';
import { awaitsReports, isEnded, peopleOf, uncheckedOf } from '../../../lambdas/case/task-readiness.ts';
import type { PolicyPack, Task } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack } from './history.ts';

describe('instants', () => {
  it.each([
    '1970-01-01T00:00:00.000Z',
    '2026-03-02T09:05:07.009Z',
    '2026-03-02T23:59:59.999Z',
    '2026-12-31T10:10:10.010Z',
    '1969-12-31T23:59:59.999Z',
    '2024-02-29T12:00:00.100Z',
  ])('%s is written as toISOString writes it, the first time and when its day is known', (text) => {
    expect([instantText(Date.parse(text)), instantText(Date.parse(text))]).toEqual([text, text]);
  });

  it('a part of a millisecond is none', () => {
    expect(instantText(1000.9)).toBe('1970-01-01T00:00:01.000Z');
  });

  it('stay right where more days and durations were asked for than are kept', () => {
    for (let day = 0; day < 2500; day += 1)
      expect(instantText(day * 86_400_000)).toBe(new Date(day * 86_400_000).toISOString());
    for (let count = 1; count <= 2500; count += 1) expect(durationMs(`PT${String(count)}M`)).toBe(count * 60_000);
    expect(addDuration('2026-03-02T09:00:00.000Z', 'PT1M')).toBe('2026-03-02T09:01:00.000Z');
  });

  it.each([
    ['2026-03-02T09:00:00.001Z', '2026-03-02T09:00:00.000Z', true],
    ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z', false],
    ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.001Z', false],
    // As texts each of these is the other way round.
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z', false],
    ['2026-03-02T09:00:00.500Z', '2026-03-02T09:00:00Z', true],
    ['2026-03-02T10:00:00.000+02:00', '2026-03-02T09:00:00.000Z', false],
    ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00+02:00', true],
    ['10000-03-02T09:00:00.00Z', '2026-03-02T09:00:00.000Z', false],
  ])('%s is later than %s: %s', (left, right, later) => {
    expect(isLater(left, right)).toBe(later);
  });

  it('as we write them they have milliseconds and are in UTC', () => {
    expect(isAsWritten('2026-03-02T09:00:00.000Z')).toBe(true);
    for (const other of ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00+0100', '1999-03-02T09:00:00.000Z'])
      expect(isAsWritten(other)).toBe(false);
  });
});

describe('the ladder of a case', () => {
  const ladders: PolicyPack = {
    ...pack,
    teams: pack.teams.map((team) => (team.id === 'logistics' ? { ...team, escalation: 'night' } : team)),
    escalation: [
      ...pack.escalation.map((one) => ({ ...one, id: 'first' })),
      ...pack.escalation,
      ...pack.escalation.map((one) => ({ ...one, id: 'night' })),
    ],
  };
  const { escalation } = openCase();
  it.each([
    ['is that of the team that owns it', openCase({ owner: ownerOf('logistics') }), 'night'],
    ['is the one that it was opened with before it has an owner', openCase(), 'standard'],
    ['or where its team is gone', openCase({ owner: ownerOf('gone') }), 'standard'],
    [
      'is the first of the policy where that is gone, too',
      openCase({ escalation: { ...escalation, policy: 'gone' } }),
      'first',
    ],
  ])('%s', (_name, record, id) => {
    expect(ladderOf(record, ladders).id).toBe(id);
  });

  it('is never missing in silence', () => {
    expect(() => ladderOf(openCase(), { ...pack, escalation: [] })).toThrow('the policy pack has no escalation policy');
  });
});

describe('tasks', () => {
  const task = (changes: Partial<Task>): Task => ({
    id: 'one',
    title: 'Do it',
    function: 'finance',
    dueAt: '2026-03-02T10:00:00.000Z',
    after: [],
    state: 'open',
    ...changes,
  });

  it('are ended by whoever does, leaves out or waives them; one that is blocked is still to be done', () => {
    const states = ['open', 'blocked', 'done', 'not_needed', 'waived'] as const;
    expect(states.filter((state) => isEnded(state))).toEqual(['done', 'not_needed', 'waived']);
  });

  it('make what has happened worth reading while one waits for it', () => {
    const waiting = task({ awaits: ['unloaded'] });
    expect(awaitsReports([task({}), waiting])).toBe(true);
    expect(awaitsReports([waiting, task({})])).toBe(true);
    expect(awaitsReports([{ ...waiting, state: 'done' }])).toBe(false);
    expect(awaitsReports([task({})])).toBe(false);
    expect(awaitsReports([])).toBe(false);
  });

  it('without a checklist have nothing left of it', () => {
    expect(uncheckedOf(task({}))).toEqual([]);
    expect(uncheckedOf(task({ checked: ['x'] }))).toEqual([]);
    expect(uncheckedOf(task({ checklist: [{ id: 'x', text: 'X' }] }))).toEqual(['X']);
  });

  it('of a function are for those in the rotas of its teams, those who stand in, and those who may approve for it; each once', () => {
    const [rota] = pack.rotas.filter(({ id }) => id === 'transport');
    const [layer] = rota!.layers;
    const small: PolicyPack = {
      ...pack,
      teams: pack.teams.filter(({ id }) => id === 'transport-desk' || id === 'logistics'),
      rotas: [
        {
          ...rota!,
          layers: [{ ...layer!, people: ['mei-tan'] }],
          overrides: [
            { from: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z', person: 'tom-baker' },
            { from: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' },
          ] as never,
        },
        { ...rota!, id: 'other', layers: [{ ...layer!, people: ['amelie-roy'] }], overrides: [] },
      ],
    };
    // Inês and Sofia may approve for transport planning; nobody does for logistics.
    expect(peopleOf('transport_planning', small)).toEqual(['mei-tan', 'tom-baker', 'ines-duarte', 'sofia-lindqvist']);
    expect(peopleOf('logistics', small)).toEqual(['mei-tan', 'tom-baker']);
    expect(peopleOf('warehouse', small)).toEqual([]);
  });
});
