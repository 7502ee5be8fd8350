import type { Case, SeverityLevel } from '../../lambdas/contracts/index.ts';
import { knowShipment } from './journey.ts';
import { MINUTE } from './world.ts';
import type { World } from './world.ts';

export const trackingOf = (number: number): string => `NL${String(9_000_000 + number)}`;
export const shipmentOf = (number: number): string => `SO-${String(700_000 + number)}`;

export interface Lateness {
  readonly port?: string;
  readonly time?: string;
}

/** One interchange of a carrier that does not exist: shipments held up at one closed port, a transaction set each. */
export function lateShipments(
  numbers: readonly number[],
  { port = 'LONG BEACH*CA*US', time = '0215' }: Lateness = {},
): string {
  const envelope = String(numbers[0] ?? 0).padStart(9, '0');
  const sets = numbers.flatMap((number, index) => {
    const control = String(index + 1).padStart(4, '0');
    return [
      `ST*214*${control}`,
      `B10*${trackingOf(number)}*${shipmentOf(number)}*NRTH`,
      `LX*1`,
      // X6: en route; AO: weather or natural disaster related.
      `AT7*X6*AO***20260302*${time}*CT`,
      `MS1*${port}`,
      `SE*6*${control}`,
    ];
  });
  return (
    [
      `ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEADTEST   *260302*0300*U*00401*${envelope}*0*P*>`,
      `GS*QM*NRTH*FAIRLEADTEST*20260302*0300*101*X*004010`,
      ...sets,
      `GE*${String(numbers.length)}*101`,
      `IEA*1*${envelope}`,
    ].join('~\n') + '~\n'
  );
}

export const numbers = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_unused, index) => first + index);

/** All of them to a customer who can wait, except those that the world says are the worst. */
export function knowShipments(world: World, all: readonly number[], worst: readonly number[]): void {
  for (const number of all) knowShipment(world, shipmentOf(number), worst.includes(number) ? 'S1' : 'S3');
}

/** Reports them as they come in a storm: fifty in a second. */
export async function report(world: World, all: readonly number[]): Promise<void> {
  for (let start = 0; start < all.length; start += 50) {
    const answer = await world.postEdi(lateShipments(all.slice(start, start + 50)));
    if (answer.status !== 202) throw new Error(answer.text);
    await world.advance(1000);
  }
  await world.advance(MINUTE);
}

/** The incidents, and the other cases by severity. */
export function sorted(cases: readonly Case[]): {
  readonly incidents: readonly Case[];
  readonly children: readonly Case[];
  readonly alone: readonly Case[];
  readonly levels: Partial<Record<SeverityLevel, number>>;
} {
  const others = cases.filter(({ cause }) => cause === undefined);
  const levels: Partial<Record<SeverityLevel, number>> = {};
  for (const { severity } of others)
    if (severity !== undefined) levels[severity.level] = (levels[severity.level] ?? 0) + 1;
  return {
    incidents: cases.filter(({ cause }) => cause !== undefined),
    children: others.filter(({ incident }) => incident !== undefined),
    alone: others.filter(({ incident }) => incident === undefined),
    levels,
  };
}
