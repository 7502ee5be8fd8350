import type { Case, Signal, TroubleSignal } from '../../contracts/index.ts';
import { actionsOf, putAction, withdrawActions } from '../../actions/index.ts';
import { applyActs } from '../../case/index.ts';
import type { Act } from '../../case/index.ts';
import { nowInstant, random, randomHex, sleep } from '../../platform/index.ts';
import { causeMarkers } from '../../incident/index.ts';
import { currentSilences } from '../../maintenance/index.ts';
import { correlationKeys } from '../correlate.ts';
import { readByCodes } from '../decide-code.ts';
import { decideIntake } from '../decide-intake.ts';
import type { Known } from '../decide-intake.ts';
import { decideRetraction } from '../decide-retraction.ts';
import type { Fate } from './intake-store.dynamo.ts';
import { reportsOf } from './family.ts';
import { settleCases } from './settle.ts';
import type { Stores } from './stores.ts';

export type TakenIn = 'opened' | 'attached' | 'timeline' | 'retracted' | 'kept' | 'duplicate';

const ATTEMPTS = 10;

/**
 * Gives a signal its one fate. When somebody else writes at the same time, everything is read and decided again; after too many tries it throws, and
 * the queue delivers the signal once more.
 */
export async function takeIn(stores: Stores, reported: Signal): Promise<TakenIn> {
  const signal = readByCodes(reported, (await stores.packs.active(reported)).pack);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const fate = await stores.intake.fateOf(signal.id);
    // Guard: a signal that has its fate is not taken in again.
    const isTaken = fate?.caseId !== undefined || fate?.timeline !== undefined;
    const taken = isTaken ? 'duplicate' : await tryOnce(stores, signal, fate);
    if (taken !== undefined) {
      // A repetition, too: the first delivery may have died before this.
      await settleCases(stores, signal);
      return taken;
    }
    await sleep(Math.ceil(random() * 25 * attempt));
  }
  throw new Error(`signal ${signal.id} met other writers ${String(ATTEMPTS)} times`);
}

/** Undefined: somebody else wrote meanwhile. */
async function tryOnce(stores: Stores, signal: Signal, fate: Fate | undefined): Promise<TakenIn | undefined> {
  switch (signal.kind) {
    case 'progress':
      return (await stores.intake.keepOnTimeline(signal, nowInstant(), fate)) ? 'timeline' : undefined;
    case 'retraction':
      return retract(stores, signal);
    default:
      return openOrAttach(stores, signal, fate);
  }
}

async function openOrAttach(
  { cases, intake, packs }: Stores,
  signal: TroubleSignal,
  fate: Fate | undefined,
): Promise<TakenIn | undefined> {
  const published = await packs.active(signal);
  const known = await whatIsKnown(
    { cases, intake },
    signal,
    correlationKeys(signal.type, signal, published.pack),
    fate,
  );
  const at = nowInstant();
  const decision = decideIntake(signal, known, { at, published });
  if (decision.do === 'keep') return (await intake.keepOnTimeline(signal, at, fate)) ? 'timeline' : undefined;
  const { after, entries } = applyActs(decision.record, decision.acts, {
    at,
    traceparent: signal.traceparent,
    salt: () => randomHex(16),
  });
  const { free, taken } = decision.keys;
  const outcome = await cases.commit({
    ...(decision.do === 'attach' ? { before: decision.record } : {}),
    after,
    entries,
    signals: [signal],
    references: decision.do === 'attach' ? decision.references : decision.record.references,
    extra: [
      intake.guard(signal, after.id, at, fate),
      ...free.map((key) => intake.holdKey(key, after.id)),
      ...taken.map(({ key, from }) => intake.holdKey(key, after.id, from)),
      ...(decision.do === 'open' ? causeMarkers(cases.table, after, published.pack) : []),
    ],
  });
  if (outcome === 'conflict') return undefined;
  return decision.do === 'open' ? 'opened' : 'attached';
}

async function whatIsKnown(
  { cases, intake }: Pick<Stores, 'cases' | 'intake'>,
  signal: TroubleSignal,
  keys: readonly string[],
  fate: Fate | undefined,
): Promise<Known> {
  const [ids, progress, correctedFate, silences] = await Promise.all([
    intake.holdersOf(keys),
    intake.progressSince(signal.references, signal.occurredAt),
    signal.kind === 'correction' ? intake.fateOf(signal.corrects) : undefined,
    currentSilences(cases),
  ]);
  const records = new Map<string, Case>();
  await Promise.all(
    [...new Set([...ids.values(), ...(correctedFate?.caseId === undefined ? [] : [correctedFate.caseId])])].map(
      async (id) => {
        const record = await cases.load(id);
        if (record !== undefined) records.set(id, record);
      },
    ),
  );
  const holders = new Map(
    [...ids].flatMap(([key, id]) =>
      [records.get(id)].flatMap((record) => (record === undefined ? [] : [[key, record] as const])),
    ),
  );
  const corrected = records.get(correctedFate?.caseId ?? '');
  // Only who reported a trouble can take it back.
  const retractedBy = fate?.source === signal.source.id ? fate.retractedBy : undefined;
  return {
    holders,
    progress,
    silences,
    ...(corrected === undefined ? {} : { corrected }),
    ...(retractedBy === undefined ? {} : { retractedBy }),
  };
}

async function retract(stores: Stores, signal: Extract<Signal, { kind: 'retraction' }>): Promise<TakenIn | undefined> {
  const { cases, intake } = stores;
  const at = nowInstant();
  const fate = await intake.fateOf(signal.retracts);
  if (fate === undefined) return (await intake.keepRetraction(signal, at)) ? 'kept' : undefined;
  if (fate.source !== signal.source.id)
    throw new Error(`${signal.retracts} was reported by ${fate.source}: a source takes back its own reports only`);
  if (fate.caseId === undefined) return (await intake.keepRetraction(signal, at, fate)) ? 'timeline' : undefined;
  const before = await cases.load(fate.caseId);
  if (before === undefined) throw new Error(`no case ${fate.caseId}`);
  const [reported, { pack }] = await Promise.all([reportsOf(cases, before), stores.packs.active(signal)]);
  const acts = decideRetraction(before, signal, reported, { at, pack });
  const context = { at, traceparent: signal.traceparent, salt: () => randomHex(16) };
  const told = applyActs(before, acts, context);
  const undoings = await undoingsOf(stores, told.after, { kind: 'signal', id: signal.id }, at);
  const undone = applyActs(
    told.after,
    undoings.map(({ act }) => act),
    context,
  );
  const outcome = await cases.commit({
    before,
    after: undone.after,
    entries: [...told.entries, ...undone.entries],
    signals: [signal],
    extra: [intake.guard(signal, fate.caseId, at), ...undoings.map(({ action }) => putAction(cases.table, action))],
  });
  return outcome === 'conflict' ? undefined : 'retracted';
}

/** Nobody carries a case on that had ended before its last report was taken back: what was changed for it is taken back here. A withdrawn one does that by its lifecycle. */
async function undoingsOf(
  { cases, packs }: Stores,
  record: Case,
  cause: Act['cause'],
  at: string,
): Promise<ReturnType<typeof withdrawActions>> {
  if (record.takenBackAt !== at) return [];
  const [actions, { pack }] = await Promise.all([actionsOf(cases, record.id), packs.load(record.policyVersion)]);
  return withdrawActions(record, actions, pack, at, cause);
}
