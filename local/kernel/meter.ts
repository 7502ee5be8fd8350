import type { Meter, MeterLine } from './types.ts';

/** Counts what AWS would bill, by service, unit and resource. */
export function createMeter(): Meter {
  const amounts = new Map<string, { service: string; unit: string; resource: string; amount: number }>();
  return {
    count: (service, unit, amount, resource = '') => {
      const key = `${service}\n${unit}\n${resource}`;
      const line = amounts.get(key);
      if (line === undefined) amounts.set(key, { service, unit, resource, amount });
      else line.amount += amount;
    },
    totals: (): readonly MeterLine[] => [...amounts.values()],
    reset: () => {
      amounts.clear();
    },
  };
}
