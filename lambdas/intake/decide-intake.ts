import { deriveId } from '../contracts/index.ts';
import type { Case, PolicyPack, PublishedPack, Signal, SubjectReference } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { GENESIS } from '../case/chain.ts';
import { addDuration } from '../case/decide-command.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';
import { endStates } from '../case/states.ts';
import { correlationKeys } from './correlate.ts';

export type TroubleSignal = Extract<Signal, { kind: 'exception' | 'correction' }>;

/** What the store knows that matters for one signal. */
export interface Known {
  /** Cases that hold one of its keys, by key. */
  readonly holders: ReadonlyMap<string, Case>;
  /** The case that a correction names, if its signal is known. */
  readonly corrected?: Case;
  /** Id of a retraction of this very signal that came before it. */
  readonly retractedBy?: string;
}

export interface IntakeContext {
  readonly at: string;
  readonly published: PublishedPack;
}

export interface NewKeys {
  /** Keys that nobody holds. */
  readonly free: readonly string[];
  /** Keys of a case whose reopen window is over: they pass to the new one. */
  readonly taken: readonly { readonly key: string; readonly from: string }[];
}

export type IntakeDecision =
  | { readonly do: 'open'; readonly record: Case; readonly acts: readonly Act[]; readonly keys: NewKeys }
  | {
      readonly do: 'attach';
      readonly record: Case;
      readonly acts: readonly Act[];
      readonly keys: NewKeys;
      readonly references: readonly SubjectReference[];
    };

/** Opens a case for a report of trouble, or finds the one that it belongs to. */
export function decideIntake(signal: TroubleSignal, known: Known, context: IntakeContext): IntakeDecision {
  const keys = correlationKeys(signal.type, signal.references, context.published.pack);
  const live = liveCase(known, context.at);
  if (live === undefined) return open(signal, keys, known, context);
  return attach(signal, live, keys, known, context);
}

/** Of several cases the one that was opened first: two cases are never merged behind people's backs. */
function liveCase(known: Known, at: string): Case | undefined {
  const candidates = [...(known.corrected === undefined ? [] : [known.corrected]), ...known.holders.values()];
  return candidates
    .filter((record) => !endStates.includes(record.state) && !isReopenWindowOver(record, at))
    .sort((left, right) => (left.openedAt < right.openedAt ? -1 : left.openedAt > right.openedAt ? 1 : 0))[0];
}

function isReopenWindowOver(record: Case, at: string): boolean {
  return (
    record.state === 'resolved' && record.reopenUntil !== undefined && Date.parse(record.reopenUntil) <= Date.parse(at)
  );
}

function open(
  signal: TroubleSignal,
  keys: readonly string[],
  known: Known,
  { at, published }: IntakeContext,
): IntakeDecision {
  const { pack, version } = published;
  const previous = keys.map((key) => known.holders.get(key)).find((record) => record !== undefined);
  const id = deriveId('case', signal.id);
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: signal.id } } as const;
  const opened: Act = {
    ...by,
    nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
    happening: {
      what: 'CaseOpened',
      signalId: signal.id,
      type: signal.type,
      ...(previous === undefined ? {} : { previousCase: previous.id }),
    },
  };
  return {
    do: 'open',
    record: {
      contract: 'case/1',
      id,
      version: 0,
      state: 'open',
      type: signal.type,
      title: titleOf(signal, pack),
      references: signal.references,
      correlationKeys: [...keys],
      ...(signal.place === undefined ? {} : { place: signal.place }),
      ...optional('carrier', signal.carrier?.scac ?? signal.carrier?.name),
      region: signal.region ?? 'global',
      businessUnit: signal.businessUnit ?? 'all',
      ...optional('reasonCode', signal.reason?.code),
      ...optional('reasonText', signal.reason?.text),
      policyVersion: version,
      occurredAt: new Date(Date.parse(signal.occurredAt)).toISOString(),
      detectedAt: signal.receivedAt,
      openedAt: at,
      signals: 1,
      triagedSignals: 0,
      attention: 0,
      retracted: 0,
      escalation: {
        policy: pack.escalation[0]?.id ?? 'standard',
        generation: 1,
        round: 1,
        level: 0,
        nextStep: 0,
        exhausted: false,
      },
      reopens: 0,
      ...optional('previousCase', previous?.id),
      chainHash: GENESIS,
    },
    acts: [opened, ...retraction(signal, known, by, true)],
    keys: {
      free: keys.filter((key) => !known.holders.has(key)),
      taken: keys.flatMap((key) => {
        const from = known.holders.get(key)?.id;
        return from === undefined ? [] : [{ key, from }];
      }),
    },
  };
}

function attach(
  signal: TroubleSignal,
  record: Case,
  keys: readonly string[],
  known: Known,
  { at }: IntakeContext,
): IntakeDecision {
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: signal.id } } as const;
  // Event time decides: a report of something before the resolution, however late it comes, does not open the case again.
  const isBack =
    record.state === 'resolved' &&
    record.resolvedAt !== undefined &&
    Date.parse(signal.occurredAt) > Date.parse(record.resolvedAt);
  const acts: Act[] = [{ ...by, happening: { what: 'SignalAttached', signalId: signal.id, kind: signal.kind } }];
  if (isBack) {
    acts.push({
      ...by,
      nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
      happening: { what: 'CaseReopened', signalId: signal.id },
    });
  }
  acts.push(...retraction(signal, known, by, false));
  const names = new Set(
    record.references.map((reference) => JSON.stringify([reference.kind, reference.issuer, reference.value])),
  );
  const references = signal.references.filter(
    ({ kind, issuer, value }) => !names.has(JSON.stringify([kind, issuer, value])),
  );
  const free = keys.filter((key) => !known.holders.has(key) && !record.correlationKeys.includes(key));
  return {
    do: 'attach',
    record: {
      ...record,
      references: [...record.references, ...references],
      correlationKeys: [...record.correlationKeys, ...free],
    },
    acts,
    keys: { free, taken: [] },
    references,
  };
}

function retraction(
  signal: TroubleSignal,
  known: Known,
  by: Pick<Act, 'actor' | 'cause'>,
  isOnly: boolean,
): readonly Act[] {
  if (known.retractedBy === undefined) return [];
  const retracted: Act = { ...by, happening: { what: 'SignalRetracted', signalId: signal.id, by: known.retractedBy } };
  return isOnly ? [retracted, withdrawn(by)] : [retracted];
}

function withdrawn(by: Pick<Act, 'actor' | 'cause'>): Act {
  return { ...by, happening: { what: 'CaseWithdrawn', reason: 'Every report of it was taken back by its sender.' } };
}

/** A report of this case is taken back; when none is left, the case is withdrawn. Empty when that was done already. */
export function decideRetraction(record: Case, retracted: string, by: string, isRetracted: boolean): readonly Act[] {
  if (isRetracted) return [];
  const who = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: by } } as const;
  const acts: Act[] = [{ ...who, happening: { what: 'SignalRetracted', signalId: retracted, by } }];
  const isLast = record.retracted + 1 >= record.signals;
  const isLive = ['open', 'triaged', 'acknowledged', 'in_progress'].includes(record.state);
  return isLast && isLive ? [...acts, withdrawn(who)] : acts;
}

function titleOf(signal: TroubleSignal, pack: PolicyPack): string {
  const title = pack.types[signal.type]?.title ?? signal.type;
  const where = signal.place?.locality ?? signal.place?.name ?? signal.place?.code;
  return where === undefined ? title : `${title}, ${where}`;
}

function optional<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  const member: Partial<Record<Name, T>> = {};
  if (value !== undefined) member[name] = value;
  return member;
}
