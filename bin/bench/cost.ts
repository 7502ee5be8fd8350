import type { MeterLine } from '../../local/kernel/types.ts';
import { priceOf } from './prices.ts';
import type { Rig } from './rig.ts';
import { pause, until } from './wait.ts';

export interface CostLine {
  readonly service: string;
  readonly unit: string;
  readonly perCase: number;
  readonly usdPerThousand: number;
}

export interface Cost {
  readonly transitionsPerCase: number;
  readonly lambdaInvocationsPerCase: number;
  readonly usdPerThousandCases: number;
  readonly lines: readonly CostLine[];
  /** Of Lambda, by function. */
  readonly invocations: readonly { readonly name: string; readonly perCase: number }[];
  /** Calls per case by service and operation, also those that cost nothing. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Where a message leads to acknowledge. */
const LINK = /(\/v1\/replies\/\S+)/;

/**
 * Metered from the webhook to the acknowledgement at the first level, by the link of the mail; one case after the other, so that nothing is shared in a batch.
 * What follows from the acknowledgement (messages that are said anew in Slack) is not counted: it begins when the case has somebody.
 */
export async function measureCost(rig: Rig, cases: number, firstSerial: number): Promise<Cost> {
  const { meter } = rig.engine.kernel;
  const sums = new Map<string, MeterLine>();
  const invoked = new Map<string, number>();
  const calls = countCalls(rig, 1 / cases);
  for (let serial = firstSerial; serial < firstSerial + cases; serial += 1) {
    meter.reset();
    rig.told.keepMail(serial);
    await rig.report({ first: serial, count: 1, distinct: 1 });
    const link = await until(() => LINK.exec(rig.told.mailOf(serial) ?? '')?.[1]);
    // The second channel and the wait are part of the first level.
    await pause(1_500);
    await rig.post(link, 'decision=acknowledge');
    await pause(1_000);
    for (const line of meter.totals()) {
      if (isAfterwards(line)) continue;
      if (line.service === 'lambda' && line.unit === 'Requests')
        invoked.set(line.resource, (invoked.get(line.resource) ?? 0) + line.amount / cases);
      const key = `${line.service} ${line.unit}`;
      sums.set(key, { ...line, resource: '', amount: (sums.get(key)?.amount ?? 0) + line.amount });
    }
    // A trace a case: X-Ray bills each that it records.
    sums.set('xray', { service: 'xray', unit: 'Traces', resource: '', amount: (sums.get('xray')?.amount ?? 0) + 1 });
  }
  const lines = [...sums.values()]
    .map(({ service, unit, amount }) => ({
      service,
      unit,
      perCase: amount / cases,
      usdPerThousand: (priceOf(service, unit, amount) / cases) * 1000,
    }))
    .sort((left, right) => right.usdPerThousand - left.usdPerThousand);
  const perCase = (service: string, unit: string): number =>
    lines.find((line) => line.service === service && line.unit === unit)?.perCase ?? 0;
  return {
    transitionsPerCase: perCase('sfn', 'StateTransitions'),
    lambdaInvocationsPerCase: perCase('lambda', 'Requests'),
    usdPerThousandCases: lines.reduce((sum, { usdPerThousand }) => sum + usdPerThousand, 0),
    lines,
    invocations: [...invoked].map(([name, times]) => ({ name, perCase: times })),
    calls: Object.fromEntries([...calls].sort()),
  };
}

/** By service and operation; and how often a case moves in the queue of its team, where the old place and the new one are a write each. */
function countCalls(rig: Rig, each: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, count: number): void => void counts.set(name, (counts.get(name) ?? 0) + count);
  rig.watch(({ service, operation, input }) => {
    add(`${service} ${operation}`, each);
    const moved = operation === 'TransactWriteItems' ? JSON.stringify(input).match(/"queuePk":\{/g) : null;
    if (moved !== null) add('dynamodb QueueIndexWrites', 2 * moved.length * each);
  });
  return counts;
}

/** Messages said anew after the acknowledgement, and the minute's work of the whole system, which no case pays alone. */
function isAfterwards({ resource }: MeterLine): boolean {
  return /UpdateSlack|SlackUpdates|Audit|Sweep|EachMinute/.test(resource);
}
