import { sha256Hex } from '../../contracts/index.ts';
import type { Actor, Refusal, SourceRegistration } from '../../contracts/index.ts';
import { now, nowInstant, traceparentFrom } from '../../platform/index.ts';
import type { Log } from '../../platform/index.ts';
import { completeSignals } from '../complete-signal.ts';
import { afterDiscard, afterReplay, hasPayload } from '../decide-quarantine.ts';
import type { Quarantined } from '../decide-quarantine.ts';
import { translatorOf } from '../formats/index.ts';
import type { Translator } from '../formats/translator.ts';
import { quarantineProblem, sourceProblem } from '../refuse-administration.ts';
import { noTranslator } from '../refuse.ts';
import { createMappingStore } from './mapping-store.dynamo.ts';
import { createQuarantine } from './quarantine.dynamo.ts';
import type { Page } from './quarantine.dynamo.ts';
import { createRawStore } from './raw-store.ts';
import { signalBus } from './signal-bus.ts';
import { createSourceStore } from './source-store.dynamo.ts';
import { mappingOf, passOn, senderOf } from './take-in.ts';

export interface QuarantineSettings {
  readonly referenceTable: string;
  readonly rawBucket: string;
  readonly eventBus: string;
  readonly log: Log;
}

export type ReplayResult =
  | {
      readonly ok: true;
      /** `unchanged`: it was replayed before. */
      readonly outcome: 'replayed' | 'still_unreadable' | 'unchanged';
      readonly quarantined: Quarantined;
      readonly signals: readonly string[];
    }
  | Refusal;
type DiscardResult = { readonly ok: true; readonly quarantined: Quarantined } | Refusal;

/** The gateway waits 29 seconds and the function 15: the rest is for the next call. */
const LONG_ENOUGH_MS = 6_000;

/**
 * What people do with payloads that could not be read. A replay goes the way of a payload that comes in, as of the time at which it came: the ids of its signals
 * follow from source and content, so doing it twice, dying between publishing and noting, or two people at once make the same signals.
 */
export function quarantineKeeper({ referenceTable, rawBucket, eventBus, log }: QuarantineSettings) {
  const store = createQuarantine(referenceTable);
  const sources = createSourceStore(referenceTable);
  const raw = createRawStore(rawBucket);
  const mappings = createMappingStore(referenceTable);
  const publish = signalBus(eventBus, log);
  const refuse = (...given: Parameters<typeof quarantineProblem>): Refusal => ({
    ok: false,
    problem: quarantineProblem(...given),
  });

  const readAgain = async (
    { source, translate }: { readonly source: SourceRegistration; readonly translate: Translator },
    { at, rawKey, contentType, headers }: Quarantined,
  ) => {
    const bytes = await raw.read(rawKey);
    const mapping = await mappingOf({ mappings }, source);
    const translation = translate({ bytes, contentType, headers }, senderOf(source, at, mapping));
    const reception = { source, receivedAt: at, rawKey, traceparent: traceparentFrom(undefined) };
    const signals = completeSignals(translation, reception);
    // A name of its own: what this payload left for the sweep before may still lie there.
    await passOn({ publish, raw }, signals, `${nowInstant()}-${sha256Hex(bytes).slice(0, 16)}`);
    return { signals: signals.map(({ id }) => id), rejections: translation.rejections };
  };

  const reader = async (sourceId: string) => {
    const source = await sources.read(sourceId);
    if (source === undefined) return { ok: false, problem: sourceProblem('no-such-source', sourceId) } as const;
    const translate = translatorOf(source.format);
    if (translate === undefined) return { ok: false, problem: noTranslator(source.format) } as const;
    return { ok: true, source, translate } as const;
  };

  const replayOne = async (
    reading: Parameters<typeof readAgain>[0],
    found: Quarantined,
    actor: Actor,
  ): Promise<ReplayResult> => {
    if (found.state === 'replayed') return { ok: true, outcome: 'unchanged', quarantined: found, signals: [] };
    if (found.via === 'file') return refuse('is-a-file', found.id);
    if (found.via === 'mail') return refuse('is-a-mail', found.id);
    if (!hasPayload(found, nowInstant())) return refuse('payload-gone', found.id);
    const { signals, rejections } = await readAgain(reading, found);
    const by = { at: nowInstant(), actor };
    const next = await store.change(found.sourceId, found.id, (fresh) =>
      afterReplay(fresh ?? found, { signals: signals.length, rejections }, by),
    );
    const outcome = next === undefined ? 'unchanged' : next.state === 'replayed' ? 'replayed' : 'still_unreadable';
    return { ok: true, outcome, quarantined: next ?? found, signals };
  };

  return {
    /** Undefined: there is nothing of it, and no such source. */
    list: async (sourceId: string, page: Page) => {
      const found = await store.list(sourceId, page);
      const isThere = found.items.length > 0 || (await sources.read(sourceId)) !== undefined;
      return isThere ? found : undefined;
    },
    read: store.read,
    /** As it came. Undefined: it is gone, or a file too large to be shown. */
    bytesOf: async (found: Quarantined): Promise<Uint8Array | undefined> =>
      found.via !== 'file' && hasPayload(found, nowInstant()) ? raw.read(found.rawKey) : undefined,

    replay: async (sourceId: string, id: string, actor: Actor): Promise<ReplayResult> => {
      const reading = await reader(sourceId);
      if (!reading.ok) return reading;
      const found = await store.read(sourceId, id);
      return found === undefined ? refuse('no-such-payload', id) : replayOne(reading, found, actor);
    },

    /** A page of a source, as far as time allows; `after` where there is more. What is discarded stays so. */
    replayAll: async (sourceId: string, page: Page, actor: Actor) => {
      const began = now();
      const reading = await reader(sourceId);
      if (!reading.ok) return reading;
      const { items, after } = await store.list(sourceId, page);
      const results: { readonly id: string; readonly result: ReplayResult }[] = [];
      for (const [index, found] of items.entries()) {
        const before = items[index - 1];
        if (before !== undefined && now() - began > LONG_ENOUGH_MS)
          return { ok: true, results, after: before.id } as const;
        if (found.state === 'open') results.push({ id: found.id, result: await replayOne(reading, found, actor) });
      }
      return { ok: true, results, after } as const;
    },

    discard: async (sourceId: string, id: string, actor: Actor, reason: string): Promise<DiscardResult> => {
      let found: Quarantined | undefined;
      const next = await store.change(sourceId, id, (fresh) => {
        found = fresh;
        return fresh === undefined ? undefined : afterDiscard(fresh, reason, { at: nowInstant(), actor });
      });
      if (next !== undefined) return { ok: true, quarantined: next };
      return refuse(found === undefined ? 'no-such-payload' : 'settled-already', id);
    },
  };
}
