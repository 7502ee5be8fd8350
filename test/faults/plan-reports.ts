import type { Dice } from './dice.ts';

const MINUTE = 60_000;

/** What the senders know of a shipment, and shall report. */
export interface Report {
  /** Milliseconds after the beginning at which it is sent, by event time and by arrival as the dice fall. */
  readonly at: number;
  readonly source: 'edi' | 'tms' | 'erp' | 'planner';
  readonly body: Body;
  /** Sent again as it is after so many milliseconds each, as by a sender that does not trust its answer. */
  readonly again: readonly number[];
}

export type Body =
  | { readonly kind: 'edi'; readonly shipment: string; readonly time: string; readonly status: 'AH' | 'X6' }
  | ExceptionBody
  | ProgressBody
  | { readonly kind: 'correction'; readonly of: ExceptionBody }
  | { readonly kind: 'retraction'; readonly of: ExceptionBody | ProgressBody }
  | {
      readonly kind: 'plan';
      readonly shipment: string;
      readonly milestones: readonly { readonly name: Milestone; readonly minute: number }[];
    }
  /** Goods that come to us: the day of arrival, so many days after the beginning; or that they are there. */
  | { readonly kind: 'late goods'; readonly container: string; readonly days: number }
  | { readonly kind: 'goods there'; readonly container: string }
  | { readonly kind: 'mixture'; readonly shipment: string; readonly minutesAgo: number }
  | { readonly kind: 'garbage' };

interface ExceptionBody {
  readonly kind: 'exception';
  readonly shipment: string;
  readonly type: string;
  readonly minutesAgo: number;
  readonly vessel?: string;
}

type Milestone = 'departed' | 'arrived' | 'delivered' | 'customs_released';

interface ProgressBody {
  readonly kind: 'progress';
  readonly shipment: string;
  readonly milestone: Milestone;
  readonly actual: boolean;
  /** After the beginning, when it happened. */
  readonly minute: number;
}

/** A table that is put into the inbox of a source. */
export interface FileDrop {
  readonly at: number;
  readonly name: string;
  /** Rows that are trouble, and rows that nobody can read. */
  readonly short: number;
  readonly unreadable: number;
  /** Put into the inbox by a partner that has the right to it, or over an address that it asked us for. */
  readonly by: 'inbox' | 'upload';
}

/** What the systems of record say of it: late ones get a new promise date, dear ones only by approval. */
export interface Shipment {
  readonly name: string;
  readonly manner: 'urgent' | 'harmless' | 'late' | 'late and dear';
}

/** Every system is asked by one of them. */
const TYPES = [
  'transport.delay',
  'transport.delivery_failed',
  'compliance.customs_hold',
  'cargo.damaged',
  'inventory.shortfall',
] as const;

export function report(body: Body, at: number, dice: Dice): Report {
  const source = body.kind === 'edi' ? 'edi' : dice.pick(['tms', 'erp'] as const);
  const again = dice.chance(0.4) ? [dice.pick([0, 1, 40, 5_000, 600_000])] : [];
  return { at, source, body, again };
}

/** Only who reported something can correct it or take it back, and only the planner knows its plans. */
function bySource(source: Report['source'], body: Body, at: number, dice: Dice): Report {
  return { ...report(body, at, dice), source };
}

export function reportsOf({ name: shipment, manner }: Shipment, length: number, dice: Dice): Report[] {
  const begins = dice.between(0, Math.floor(length / 2));
  const later = (): number => dice.between(begins, length);
  const soon = (): number => begins + dice.pick([0, 10, 500, 3_000, 60_000]);
  const minutesAgo = dice.between(1, 90);
  const type = manner.startsWith('late') ? TYPES[0] : dice.pick(TYPES);
  const exception = { kind: 'exception', shipment, type, minutesAgo } as const;
  const first = report(exception, begins, dice);
  const reports = [first];
  if (dice.chance(0.5)) reports.push(report({ ...exception, minutesAgo: minutesAgo - 1 }, soon(), dice));
  if (dice.chance(0.4)) reports.push(report({ kind: 'edi', shipment, time: '0215', status: 'AH' }, later(), dice));
  if (dice.chance(0.3)) reports.push(report({ kind: 'edi', shipment, time: '0415', status: 'X6' }, later(), dice));
  if (dice.chance(0.25)) reports.push(bySource(first.source, { kind: 'correction', of: exception }, later(), dice));
  // Now and then it comes before what it takes back.
  if (dice.chance(0.25)) {
    const at = dice.chance(0.3) ? Math.max(0, begins - 1_000) : dice.chance(0.5) ? soon() : later();
    reports.push(bySource(first.source, { kind: 'retraction', of: exception }, at, dice));
  }
  if (dice.chance(0.45)) reports.push(...progressOf(shipment, dice.chance(0.5) ? soon() : later(), later(), dice));
  if (dice.chance(0.2))
    reports.push(report({ kind: 'mixture', shipment, minutesAgo: dice.between(0, 30) }, later(), dice));
  return reports;
}

/** Something has happened, which may settle the trouble; and now and then it turns out that it has not. */
function progressOf(shipment: string, at: number, later: number, dice: Dice): readonly Report[] {
  const milestone = dice.pick(['delivered', 'delivered', 'arrived', 'customs_released'] as const);
  const minute = Math.floor(at / MINUTE) - dice.between(0, 60);
  const body = { kind: 'progress', shipment, milestone, actual: dice.chance(0.7), minute } as const;
  const said = report(body, at, dice);
  if (!dice.chance(0.3)) return [said];
  return [said, bySource(said.source, { kind: 'retraction', of: body }, Math.max(at, later), dice)];
}

/** One vessel is held up, with all that is on it: more cases than the pack lets be cases of their own. */
export function stormOf(
  length: number,
  dice: Dice,
): { readonly shipments: readonly Shipment[]; readonly reports: readonly Report[] } {
  const begins = dice.between(0, Math.floor(length / 3));
  const shipments = Array.from({ length: dice.between(12, 18) }, (_unused, index): Shipment => ({
    name: `SO-${String(80_000 + index)}`,
    manner: dice.chance(0.1) ? 'urgent' : 'harmless',
  }));
  const reports = shipments.map(({ name: shipment }) => {
    const body: Body = {
      kind: 'exception',
      shipment,
      type: 'transport.delay',
      minutesAgo: dice.between(1, 90),
      vessel: 'MV EXAMPLE',
    };
    return report(body, begins + dice.between(0, 12 * MINUTE), dice);
  });
  return { shipments, reports };
}

/** Shipments that the planner has plans for, of which some milestones are reported and others are not. */
export function promisesOf(length: number, dice: Dice): readonly Report[] {
  return Array.from({ length: dice.between(1, 2) }, (_unused, index) => `SO-${String(90_000 + index)}`).flatMap(
    (shipment) => {
      const at = dice.between(0, Math.floor(length / 3));
      const departs = Math.floor(at / MINUTE) + dice.between(10, 30);
      const milestones = [
        { name: 'departed', minute: departs },
        { name: 'arrived', minute: departs + dice.between(10, 40) },
      ] as const;
      const reported = milestones
        .filter(() => dice.chance(0.5))
        .map(({ name, minute }) => {
          const happened = minute + dice.between(-5, 5);
          const body: Body = { kind: 'progress', shipment, milestone: name, actual: true, minute: happened };
          return bySource('planner', body, (happened + dice.pick([0, 0, 40])) * MINUTE, dice);
        });
      return [bySource('planner', { kind: 'plan', shipment, milestones }, at, dice), ...reported];
    },
  );
}
