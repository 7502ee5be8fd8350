import { describe, expect, it } from 'vitest';
import type { Rota } from '../../../lambdas/contracts/index.ts';
import { whoIsOnDuty } from '../../../lambdas/routing/index.ts';
import { office, rota } from './rotas.ts';

/** A rota that counts how often somebody looks into it: what is remembered of it is not looked for again. */
function watched(changes: Partial<Rota> = {}) {
  const { layers, ...rest } = rota({ layers: [...rota().layers, office], ...changes });
  const looks = { count: 0 };
  const one: Rota = {
    ...rest,
    get layers() {
      looks.count += 1;
      return layers;
    },
  };
  const calendars: never[] = [];
  return {
    ask: (at: string): string | undefined => whoIsOnDuty(one, at, calendars),
    /** How often it was looked into for these. */
    looksFor: (...moments: readonly string[]): number => {
      const before = looks.count;
      for (const at of moments) whoIsOnDuty(one, at, calendars);
      return looks.count - before;
    },
  };
}
const dayAt = (number: number): string =>
  new Date(Date.parse('2026-01-06T12:00:00Z') + number * 86_400_000).toISOString();

describe('who is on duty, asked for each case', () => {
  it('is found out once from one border to the next, and is another one beyond it', () => {
    const { ask, looksFor } = watched();
    expect(ask('2026-01-06T09:00:00Z')).toBe('cleo');
    expect(looksFor('2026-01-06T08:00:00Z', '2026-01-06T12:30:00.500Z', '2026-01-06T15:59:59.999Z')).toBe(0);
    expect(ask('2026-01-06T16:00:00Z')).toBe('anna');
    expect(looksFor('2026-01-06T20:00:00Z', '2026-01-06T09:00:00Z')).toBe(0);
    expect(looksFor('2026-01-07T09:00:00Z')).toBeGreaterThan(0);
  });

  it('is remembered of nobody, too', () => {
    const { ask, looksFor } = watched({ layers: [office] });
    expect(ask('2026-01-06T20:00:00Z')).toBeUndefined();
    expect(looksFor('2026-01-06T21:00:00Z')).toBe(0);
  });

  it('is found out for each moment on a day on which the clocks change', () => {
    const { looksFor } = watched();
    for (const day of ['2026-03-29', '2026-10-25']) {
      looksFor(`${day}T12:00:00Z`);
      expect(looksFor(`${day}T12:00:00Z`), day).toBeGreaterThan(0);
    }
    looksFor('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z');
    expect(looksFor('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toBe(0);
  });

  it('of calendars and rotas that are others is another matter, though they say the same', () => {
    const [one, other] = [watched(), watched()];
    one.looksFor(dayAt(0));
    expect(other.looksFor(dayAt(0))).toBeGreaterThan(0);
  });

  it('is remembered of four hundred days of a rota, and then forgotten, so that what is remembered does not grow', () => {
    const { looksFor } = watched({ zone: 'UTC' });
    for (let number = 0; number < 400; number += 1) looksFor(dayAt(number));
    expect(looksFor(dayAt(0), dayAt(399))).toBe(0);
    looksFor(dayAt(400));
    expect(looksFor(dayAt(400))).toBe(0);
    expect(looksFor(dayAt(399))).toBeGreaterThan(0);
  });
});
