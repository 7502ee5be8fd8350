import { ASKED_BEFORE, deriveId } from '../contracts/index.ts';
import type {
  Case,
  PolicyPack,
  ProgressSignal,
  PublishedPack,
  Silence,
  SubjectReference,
  TroubleSignal,
} from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { GENESIS } from '../case/chain.ts';
import { addDuration } from '../case/duration.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';
import { endStates, isTakenBack, mayComeBack } from '../case/states.ts';
import { causesOf } from '../incident/causes.ts';
import { silencedBy } from '../maintenance/silences.ts';
import { distinct } from '../case/strong-references.ts';
import { arrivalIn } from '../foresight/expected-arrival.ts';
import { correlationKeys, isAboutAnother, roomForKeys } from './correlate.ts';
import { decideBack, decideReturn, takenBackBefore } from './decide-flapping.ts';
import { gone } from './decide-retraction.ts';
import { isSettled } from './decide-settlement.ts';

/** What the store knows that matters for one signal. */
export interface Known {
  /** Cases that hold one of its keys, or held it until they were closed, by key. */
  readonly holders: ReadonlyMap<string, Case>;
  /** The case that a correction names, if its signal is known. */
  readonly corrected?: Case;
  /** Id of a retraction of this very signal that came before it. */
  readonly retractedBy?: string;
  /** Silences that are not over. */
  readonly silences?: readonly Silence[];
  /** What is known to have happened to its subjects, without what was taken back. */
  readonly progress: readonly ProgressSignal[];
}

export interface IntakeContext {
  readonly at: string;
  readonly published: PublishedPack;
}

export interface NewKeys {
  /** Keys that nobody holds. */
  readonly free: readonly string[];
  /** Keys of a case that is over: they pass to the live one. */
  readonly taken: readonly { readonly key: string; readonly from: string }[];
}

export type IntakeDecision =
  | { readonly do: 'keep'; readonly why: string }
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
  const { pack } = context.published;
  const related = new Map(
    [...known.holders].filter(([, holder]) => !isAboutAnother(signal.type, holder, signal, pack)),
  );
  const [live, ...others] = liveCases({ ...known, holders: related }, context.at);
  const keysFor = (target?: Case): NewKeys =>
    newKeys(correlationKeys(signal.type, signal, pack), known.holders, related, context.at, target);
  if (live !== undefined) return attach(signal, live, others, keysFor(live), known, context);
  const settled = known.progress.find((progress) => isSettled(signal, progress, pack));
  if (settled !== undefined) return { do: 'keep', why: `settled by ${settled.id}` };
  const before = goneBefore(signal, related, known, context.at);
  return before === undefined
    ? open(signal, keysFor(), related, known, context)
    : attach(signal, before, [], keysFor(before), known, context);
}

/** The case that its sender had taken back: of this trouble when that is not long ago, and of what this report corrects at any time. */
function goneBefore(
  signal: TroubleSignal,
  related: ReadonlyMap<string, Case>,
  { corrected }: Known,
  at: string,
): Case | undefined {
  if (corrected !== undefined && mayComeBack(corrected)) return corrected;
  return takenBackBefore(signal, [...related.values()], at);
}

/** Taken back before it came, itself or the report that it corrects: it is part of the case, and says nothing any more. */
function isVoid({ retractedBy, corrected }: Known, record: Case): boolean {
  const isAllGone = isTakenBack(record) || record.flapping?.takenBack === true;
  return retractedBy !== undefined || (isAllGone && corrected?.id === record.id);
}

/** The oldest first: a report goes to one of them, and they are never merged behind people's backs. What a correction names comes before all. */
function liveCases(known: Known, at: string): Case[] {
  const holders = [...known.holders.values()].sort((left, right) => (left.openedAt < right.openedAt ? -1 : 1));
  const candidates = [...(known.corrected === undefined ? [] : [known.corrected]), ...holders];
  const byId = new Map(candidates.map((record) => [record.id, record]));
  return [...byId.values()].filter((record) => !isOver(record, at));
}

/** It ended, or was resolved so long ago that what comes now is new trouble. */
function isOver(record: Case, at: string): boolean {
  if (endStates.includes(record.state)) return true;
  return (
    record.state === 'resolved' && record.reopenUntil !== undefined && Date.parse(record.reopenUntil) <= Date.parse(at)
  );
}

/** Keys that the case of this signal can have: what nobody holds, and what a case that is over held. */
function newKeys(
  keys: readonly string[],
  holders: ReadonlyMap<string, Case>,
  related: ReadonlyMap<string, Case>,
  at: string,
  target?: Case,
): NewKeys {
  return {
    free: keys.filter((key) => !holders.has(key)),
    taken: keys.flatMap((key) => {
      const from = related.get(key) ?? holders.get(key);
      return from !== undefined && from.id !== target?.id && isOver(from, at) ? [{ key, from: from.id }] : [];
    }),
  };
}

function held({ free, taken }: NewKeys): string[] {
  return [...free, ...taken.map(({ key }) => key)];
}

function open(
  signal: TroubleSignal,
  keys: NewKeys,
  related: ReadonlyMap<string, Case>,
  known: Known,
  { at, published }: IntakeContext,
): IntakeDecision {
  const { pack, version } = published;
  const previous = [...related.values()].find(({ state }) => state === 'resolved' || state === 'closed');
  const id = deriveId('case', signal.id);
  const causes = causesOf(signal, pack);
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: signal.id } } as const;
  const opened: Act = {
    ...by,
    nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
    happening: {
      what: 'CaseOpened',
      signalId: signal.id,
      type: signal.type,
      ...(previous === undefined ? {} : { previousCase: previous.id }),
      ...optional('arrival', arrivalIn(signal)),
    },
  };
  const record: Case = {
    contract: 'case/1',
    id,
    version: 0,
    state: 'open',
    type: signal.type,
    title: titleOf(signal, pack),
    references: [...distinct(signal.references)],
    correlationKeys: held(keys),
    ...(signal.place === undefined ? {} : { place: signal.place }),
    ...optional('carrier', signal.carrier?.scac ?? signal.carrier?.name),
    region: signal.region ?? 'global',
    businessUnit: signal.businessUnit ?? 'all',
    ...optional('reasonCode', signal.reason?.code),
    ...optional('reasonText', signal.reason?.text),
    policyVersion: version,
    // A type that the pack does not know: what may help with any shipment.
    asks: [...(pack.types[signal.type]?.facts ?? ASKED_BEFORE)],
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
    },
    reopens: 0,
    ...optional('previousCase', previous?.id),
    ...(causes.length === 0 ? {} : { causes: [...causes] }),
    chainHash: GENESIS,
  };
  const taken = retraction(signal, known, by);
  const withdrawn = taken.length === 0 ? [] : gone(record, by, { at, pack });
  return { do: 'open', record, acts: [opened, ...silenced(signal, known, by, pack, at), ...taken, ...withdrawn], keys };
}

function attach(
  signal: TroubleSignal,
  record: Case,
  others: readonly Case[],
  keys: NewKeys,
  known: Known,
  { at, published }: IntakeContext,
): IntakeDecision {
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: signal.id } } as const;
  // Event time decides: a report of something before the resolution, however late it comes, does not open the case again.
  const isAfterTheEnd =
    record.state === 'resolved' &&
    record.resolvedAt !== undefined &&
    Date.parse(signal.occurredAt) > Date.parse(record.resolvedAt);
  const says = !isVoid(known, record);
  const isBack = says && (isAfterTheEnd || record.state === 'withdrawn');
  const acts: Act[] = [
    {
      ...by,
      happening: {
        what: 'SignalAttached',
        signalId: signal.id,
        kind: signal.kind,
        ...(others.length === 0 ? {} : { alsoFits: others.map(({ id }) => id) }),
        ...optional('arrival', arrivalIn(signal)),
      },
    },
  ];
  if (isBack) {
    const nextDueAt = addDuration(at, LIFECYCLE_PATIENCE);
    acts.push(
      ...decideReturn(record, signal, published.pack, at).map((happening) => ({ ...by, nextDueAt, happening })),
    );
    acts.push(...silenced(signal, known, by, published.pack, at));
  }
  const back = says ? decideBack(record, signal) : undefined;
  if (back !== undefined) acts.push({ ...by, happening: back });
  acts.push(...retraction(signal, known, by));
  const names = new Set(
    record.references.map((reference) => JSON.stringify([reference.kind, reference.issuer, reference.value])),
  );
  const references = distinct(signal.references).filter(
    ({ kind, issuer, value }) => !names.has(JSON.stringify([kind, issuer, value])),
  );
  const gained = withRoom(keys, roomForKeys(record.correlationKeys.length));
  const occurredAt = new Date(Math.min(Date.parse(record.occurredAt), Date.parse(signal.occurredAt))).toISOString();
  return {
    do: 'attach',
    record: {
      ...record,
      occurredAt,
      references: [...record.references, ...references].slice(0, MAX_REFERENCES_SHOWN),
      correlationKeys: [...record.correlationKeys, ...held(gained)],
    },
    acts,
    keys: gained,
    references,
  };
}

/** A case is an item of at most 400 KB; further references find it all the same, by items of their own. */
const MAX_REFERENCES_SHOWN = 500;

function withRoom({ free, taken }: NewKeys, room: number): NewKeys {
  return { free: free.slice(0, room), taken: taken.slice(0, Math.max(0, room - free.length)) };
}

/** What comes in during a maintenance window is kept, and calls nobody. */
function silenced(
  signal: TroubleSignal,
  { silences = [], retractedBy }: Known,
  by: Pick<Act, 'actor' | 'cause'>,
  pack: PolicyPack,
  at: string,
): readonly Act[] {
  const happening = retractedBy === undefined ? silencedBy(signal, silences, pack, at) : undefined;
  return happening === undefined ? [] : [{ ...by, happening }];
}

function retraction(signal: TroubleSignal, { retractedBy }: Known, by: Pick<Act, 'actor' | 'cause'>): readonly Act[] {
  return retractedBy === undefined
    ? []
    : [{ ...by, happening: { what: 'SignalRetracted', signalId: signal.id, by: retractedBy } }];
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
