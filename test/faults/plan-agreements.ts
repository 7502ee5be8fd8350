import type { Dice } from './dice.ts';
import type { Deed } from './plan-deeds.ts';
import { report } from './plan-reports.ts';
import type { Report, Shipment } from './plan-reports.ts';
import type { Bounce } from './replies.ts';

const MINUTE = 60_000;

/** What people have to agree to, do by hand or hear outside. */
export interface Agreements {
  /** Minutes in which people have to agree: what the default pack allows is longer than a history. */
  readonly answerWithin: number;
  readonly shipments: readonly Shipment[];
  readonly reports: readonly Report[];
  readonly deeds: readonly Deed[];
  readonly bounces: readonly Bounce[];
  readonly outage: { readonly from: number; readonly to: number } | undefined;
}

/** Of a shipment: whoever waits for it hears of it by mail. */
export const customerOf = (name: string): string => `${name.toLowerCase()}@customer.example`;
export const PARTNER = 'desk@carrier.example';

const OF_AGREEMENTS = ['approve at its end', 'approve at its end', 'two approve', 'two approve', 'refuse'] as const;
const OUTSIDE = [
  'opt out',
  'enter opt-out',
  'ask partner',
  'ask partner',
  'open partner link',
  'answer as partner',
  'answer as partner',
  'answer as partner',
  'revoke partner link',
] as const;

export function planAgreements(length: number, dice: Dice): Agreements {
  const deedAt = (does: Deed['does'], from: number, to: number): Deed => ({
    at: dice.between(from * MINUTE, to * MINUTE),
    does,
    twice: dice.chance(0.3),
    toIncident: false,
  });
  const minutes = Math.floor(length / MINUTE);
  const some = Array.from({ length: dice.between(2, 5) }, () => deedAt(dice.pick(OF_AGREEMENTS), 4, minutes));
  const outside = Array.from({ length: dice.between(3, 8) }, () => deedAt(dice.pick(OUTSIDE), 6, minutes));
  const shipments = Array.from({ length: dice.between(1, 2) }, (_unused, index) => ({
    name: `SO-${String(75_000 + index)}`,
    manner: dice.pick(['late', 'late and dear', 'late and dear'] as const),
  }));
  const reports = shipments.map(({ name: shipment }) =>
    report(
      { kind: 'exception', shipment, type: 'transport.delay', minutesAgo: dice.between(1, 20) },
      dice.between(0, 3 * MINUTE),
      dice,
    ),
  );
  const from = dice.between(4, 6) * MINUTE;
  const outage = dice.chance(0.5) ? { from, to: from + dice.between(40, 80) * MINUTE } : undefined;
  const byHand =
    outage === undefined
      ? []
      : [
          deedAt('two approve', 7, 9),
          deedAt('two approve', 7, 9),
          ...Array.from({ length: dice.between(1, 3) }, () => deedAt('begin by hand', 37, 95)),
          ...Array.from({ length: dice.between(1, 3) }, () => deedAt('end by hand', 45, 110)),
        ];
  const readers = [...shipments.map(({ name }) => customerOf(name)), PARTNER];
  return {
    answerWithin: dice.between(12, 50),
    shipments,
    reports,
    deeds: [...some, ...outside, ...byHand],
    bounces: dice.chance(0.4)
      ? [{ from: 0, to: length, reader: dice.pick(readers), how: dice.pick(['bounced', 'complained', 'suppressed']) }]
      : [],
    outage,
  };
}
