import type { Dice } from './dice.ts';

export const MINUTE = 60_000;

/** What the senders know of a shipment, and shall report. */
export interface Report {
  /** Milliseconds after the beginning at which it is sent, by event time and by arrival as the dice fall. */
  readonly at: number;
  readonly source: 'edi' | 'tms' | 'erp';
  readonly body: Body;
  /** Sent again as it is after so many milliseconds each, as by a sender that does not trust its answer. */
  readonly again: readonly number[];
}

export type Body =
  | { readonly kind: 'edi'; readonly shipment: string; readonly time: string; readonly status: 'AH' | 'X6' }
  | { readonly kind: 'exception'; readonly shipment: string; readonly type: string; readonly minutesAgo: number }
  | { readonly kind: 'correction' | 'retraction'; readonly of: Extract<Body, { kind: 'exception' }> }
  | {
      readonly kind: 'progress';
      readonly shipment: string;
      readonly milestone: 'delivered' | 'arrived';
      readonly actual: boolean;
      readonly minutesAgo: number;
    }
  | { readonly kind: 'mixture'; readonly shipment: string; readonly minutesAgo: number }
  | { readonly kind: 'garbage' };

const DEEDS = [
  'open link',
  'confirm link',
  'confirm link',
  'acknowledge',
  'start',
  'notes',
  'resolve',
  'look',
  'reopen',
  'escalate',
  'snooze',
  'assign',
  'withdraw',
  'approve',
  'approve',
  'refuse',
] as const;

/** Something that a person does; which case or message is chosen when the time has come. */
export interface Deed {
  readonly at: number;
  readonly does: (typeof DEEDS)[number];
  readonly twice: boolean;
}

/** A partner that is not well for a while. */
export interface Spell {
  readonly from: number;
  readonly to: number;
  readonly partner: 'erp' | 'tms' | 'crm' | 'slack' | 'ses';
  readonly how: 'slow' | 'fails' | 'nonsense' | 'refuses' | 'ratelimited' | 'internal_error';
}

/** What the systems of record say of it: late ones get a new promise date, dear ones only by approval. */
export interface Shipment {
  readonly name: string;
  readonly manner: 'urgent' | 'harmless' | 'late' | 'late and dear';
}

export interface Plan {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  readonly length: number;
  readonly shipments: readonly Shipment[];
  readonly reports: readonly Report[];
  readonly deeds: readonly Deed[];
  readonly spells: readonly Spell[];
  /** When a message that nobody can read is put into the intake. */
  readonly poison: number | undefined;
}

const MANNERS_OF_SHIPMENTS = ['urgent', 'urgent', 'harmless', 'late', 'late', 'late and dear'] as const;
const FIRST_START = Date.parse('2026-03-02T00:00:00Z');
/** Seeds that one process plays follow each other in time as well: what functions remember is old, and not of the future. */
const APART = 3 * 24 * 60 * MINUTE;
const TYPES = ['transport.delay', 'transport.delivery_failed', 'compliance.customs_hold', 'cargo.damaged'] as const;

export function planHistory(seed: number, dice: Dice): Plan {
  const length = dice.between(120, 210) * MINUTE;
  const names = Array.from({ length: dice.between(2, 5) }, (_unused, index) => `SO-${String(70_000 + index)}`);
  const shipments = names.map((name) => ({ name, manner: dice.pick(MANNERS_OF_SHIPMENTS) }));
  const reports = shipments.flatMap((shipment) => reportsOf(shipment, length, dice));
  if (dice.chance(0.4)) reports.push(report({ kind: 'garbage' }, dice.between(0, length), dice));
  return {
    startAt: FIRST_START + seed * APART + dice.between(0, 24 * 60) * MINUTE,
    length,
    shipments,
    reports,
    deeds: planDeeds(length, dice),
    spells: planSpells(length, dice),
    poison: dice.chance(0.15) ? dice.between(0, length) : undefined,
  };
}

function report(body: Body, at: number, dice: Dice): Report {
  const source = body.kind === 'edi' ? 'edi' : dice.pick(['tms', 'erp'] as const);
  const again = dice.chance(0.4) ? [dice.pick([0, 1, 40, 5_000, 600_000])] : [];
  return { at, source, body, again };
}

function reportsOf({ name: shipment, manner }: Shipment, length: number, dice: Dice): Report[] {
  const begins = dice.between(0, Math.floor(length / 2));
  const later = (): number => dice.between(begins, length);
  const soon = (): number => begins + dice.pick([0, 10, 500, 3_000, 60_000]);
  const minutesAgo = dice.between(1, 90);
  const exception = {
    kind: 'exception',
    shipment,
    type: manner.startsWith('late') ? TYPES[0] : dice.pick(TYPES),
    minutesAgo,
  } as const;
  const first = report(exception, begins, dice);
  const reports = [first];
  if (dice.chance(0.5)) reports.push(report({ ...exception, minutesAgo: minutesAgo - 1 }, soon(), dice));
  if (dice.chance(0.4)) reports.push(report({ kind: 'edi', shipment, time: '0215', status: 'AH' }, later(), dice));
  if (dice.chance(0.3)) reports.push(report({ kind: 'edi', shipment, time: '0415', status: 'X6' }, later(), dice));
  if (dice.chance(0.25)) reports.push(sameSource(first, { kind: 'correction', of: exception }, later(), dice));
  // Now and then it comes before what it takes back.
  if (dice.chance(0.25)) {
    const at = dice.chance(0.3) ? Math.max(0, begins - 1_000) : dice.chance(0.5) ? soon() : later();
    reports.push(sameSource(first, { kind: 'retraction', of: exception }, at, dice));
  }
  if (dice.chance(0.4)) {
    const milestone = dice.pick(['delivered', 'arrived'] as const);
    const body = {
      kind: 'progress',
      shipment,
      milestone,
      actual: dice.chance(0.6),
      minutesAgo: dice.between(0, 60),
    } as const;
    reports.push(report(body, dice.chance(0.5) ? soon() : later(), dice));
  }
  if (dice.chance(0.2))
    reports.push(report({ kind: 'mixture', shipment, minutesAgo: dice.between(0, 30) }, later(), dice));
  return reports;
}

/** Only who reported a trouble can correct it or take it back. */
function sameSource(first: Report, body: Body, at: number, dice: Dice): Report {
  return { ...report(body, at, dice), source: first.source };
}

function planDeeds(length: number, dice: Dice): readonly Deed[] {
  return Array.from({ length: dice.between(0, 10) }, () => ({
    at: dice.between(30_000, length),
    does: dice.pick(DEEDS),
    twice: dice.chance(0.2),
  }));
}

const MANNERS = {
  system: ['slow', 'fails', 'nonsense', 'refuses'],
  slack: ['slow', 'fails', 'nonsense', 'refuses', 'ratelimited', 'internal_error'],
} as const;

/** SES takes nothing for a while: the sending rate of the account is used up. */
function planSpells(length: number, dice: Dice): readonly Spell[] {
  return Array.from({ length: dice.between(0, 4) }, () => {
    const partner = dice.pick(['erp', 'erp', 'tms', 'crm', 'slack', 'slack', 'ses'] as const);
    const from = dice.between(0, length);
    const to = Math.min(length, from + dice.between(1, 40) * MINUTE);
    return { from, to, partner, how: partner === 'slack' ? dice.pick(MANNERS.slack) : dice.pick(MANNERS.system) };
  });
}
