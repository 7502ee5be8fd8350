import type { Meter, MeterLine } from './types.ts';

interface Line {
  readonly service: string;
  readonly unit: string;
  readonly resource: string;
  amount: number;
}

/** Counts what AWS would bill, by service, unit and resource. */
export function createMeter(): Meter {
  // By resource first, of which there are most; the few units of one are looked through.
  const amounts = new Map<string, Line[]>();
  return {
    count: (service, unit, amount, resource = '') => {
      let lines = amounts.get(resource);
      if (lines === undefined) {
        lines = [];
        amounts.set(resource, lines);
      }
      const line = lines.find((one) => one.unit === unit && one.service === service);
      if (line === undefined) lines.push({ service, unit, resource, amount });
      else line.amount += amount;
    },
    totals: (): readonly MeterLine[] => [...amounts.values()].flat(),
    reset: () => {
      amounts.clear();
    },
  };
}
