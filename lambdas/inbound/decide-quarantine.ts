import type { Actor } from '../contracts/index.ts';
import type { Rejection } from './formats/translator.ts';

/** As long as the raw payload is there to be replayed. */
const PAYLOAD_KEPT_S = 90 * 86_400;
/** What people did with it is known longer than the payload. */
const RECORD_KEPT_S = 400 * 86_400;
/** An item has 400 KB; the payload itself has the rest. */
const MOST_REJECTIONS = 100;
const MOST_ACTS = 50;

/** A payload of which something could not be read. */
export interface Unreadable {
  readonly id: string;
  readonly sourceId: string;
  readonly at: string;
  readonly rawKey: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A file may be far larger than what can be read while somebody waits. */
  readonly via: 'request' | 'file' | 'mail';
  readonly rejections: readonly Rejection[];
}

/** What a person did with it. A replay that read it whole has none rejected. */
export interface QuarantineAct {
  readonly act: 'replayed' | 'discarded' | 'decided';
  readonly at: string;
  readonly actor: Actor;
  readonly reason?: string | undefined;
  readonly signals?: number | undefined;
  readonly rejected?: number | undefined;
  /** What was decided about a mail, as JSON. */
  readonly decision?: string | undefined;
}

export interface Quarantined extends Unreadable {
  readonly state: 'open' | 'replayed' | 'discarded' | 'decided';
  /** `at` is when it came first. */
  readonly lastAt: string;
  /** How often it came. */
  readonly times: number;
  /** Rejections in all; `rejections` has the first ones. */
  readonly rejected: number;
  readonly acts: readonly QuarantineAct[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

type By = Pick<QuarantineAct, 'at' | 'actor'>;

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** The same bytes again are the same payload. What a person has discarded or decided stays so; what was read once and cannot be read any more is open again. */
export function keptAgain(before: Quarantined | undefined, payload: Unreadable): Quarantined {
  const expiresAt = Math.max(seconds(payload.at) + PAYLOAD_KEPT_S, before?.expiresAt ?? 0);
  return {
    ...payload,
    ...reasons(payload.rejections),
    at: before?.at ?? payload.at,
    lastAt: payload.at,
    times: (before?.times ?? 0) + 1,
    state: before?.state === 'discarded' || before?.state === 'decided' ? before.state : 'open',
    acts: before?.acts ?? [],
    expiresAt,
  };
}

/** Its signals are published: that holds, whatever somebody else did meanwhile. Undefined: somebody else has replayed it. */
export function afterReplay(
  before: Quarantined,
  read: { readonly signals: number; readonly rejections: readonly Rejection[] },
  by: By,
): Quarantined | undefined {
  // Guard: a replay is told once.
  if (before.state === 'replayed') return undefined;
  const rejected = read.rejections.length;
  const state = rejected === 0 ? 'replayed' : 'open';
  const act = { act: 'replayed', ...by, signals: read.signals, rejected } as const;
  return acted({ ...before, ...reasons(read.rejections), state }, act);
}

/** Undefined: it is done already, as a replay or a discard. */
export function afterDiscard(before: Quarantined, reason: string, by: By): Quarantined | undefined {
  // Guard: what is settled stays as it was settled.
  if (before.state !== 'open') return undefined;
  return acted({ ...before, state: 'discarded' }, { act: 'discarded', ...by, reason });
}

/** The raw bucket forgets payloads by itself. */
export function hasPayload({ lastAt }: Quarantined, at: string): boolean {
  return seconds(at) < seconds(lastAt) + PAYLOAD_KEPT_S;
}

function acted(quarantined: Quarantined, act: QuarantineAct): Quarantined {
  const acts = [...quarantined.acts, act].slice(-MOST_ACTS);
  return { ...quarantined, acts, expiresAt: Math.max(quarantined.expiresAt, seconds(act.at) + RECORD_KEPT_S) };
}

function reasons(rejections: readonly Rejection[]): Pick<Quarantined, 'rejections' | 'rejected'> {
  return { rejections: rejections.slice(0, MOST_REJECTIONS), rejected: rejections.length };
}
