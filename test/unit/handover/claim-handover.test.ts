import { expect, it } from 'vitest';
import { claimHandover } from '../../../lambdas/handover/claim-handover.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const shift = { startedAt: '2026-03-02T08:00:00.000Z', teams: [{ team: 'customer-service', from: [] }] };
const idsAt = (at: string, person: string, startedAt = shift.startedAt): readonly string[] =>
  claimHandover(
    openCase({ state: 'triaged' }),
    { person, shift: { ...shift, startedAt } } as never,
    pack,
    at,
  )!.notices.map(({ id }) => id);

it('one message a channel to whoever begins a shift, however often it is decided; another shift and another person have their own', () => {
  const ids = idsAt('2026-03-02T08:01:00.000Z', 'mei-tan');
  expect(ids.length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsAt('2026-03-02T08:02:00.000Z', 'mei-tan')).toEqual(ids);
  for (const other of [
    idsAt('2026-03-02T08:01:00.000Z', 'dan-okafor'),
    idsAt('2026-03-02T16:01:00.000Z', 'mei-tan', '2026-03-02T16:00:00.000Z'),
  ])
    expect(ids.filter((id) => other.includes(id))).toEqual([]);
});
