import { canonicalJson, deriveId } from '../contracts/index.ts';
import type { Signal, SourceRegistration } from '../contracts/index.ts';
import type { SignalDraft, Translation } from './formats/translator.ts';

export interface Reception {
  readonly source: SourceRegistration;
  readonly receivedAt: string;
  /** Key of the payload in the raw bucket. */
  readonly rawKey: string;
  readonly traceparent: string;
}

/**
 * The drafts of a payload with who sent them, when they came and where they lie. An id follows from source and content, so the same report, sent twice, is the same
 * signal, also in another envelope; what only tells when and how it came is no part of it. A payload that says the same thing twice has said it once.
 */
export function completeSignals(translation: Translation, reception: Reception): readonly Signal[] {
  const signals = new Map<string, Signal>();
  for (const draft of translation.drafts) {
    const signal = completeSignal(draft, translation, reception);
    if (!signals.has(signal.id)) signals.set(signal.id, signal);
  }
  return [...signals.values()];
}

export function completeSignal(
  draft: SignalDraft,
  translation: Pick<Translation, 'format' | 'version'>,
  reception: Reception,
): Signal {
  const { part, reportId: _reportId, identity: _identity, ...content } = draft;
  const { source, receivedAt, rawKey, traceparent } = reception;
  const { format, version } = translation;
  return {
    ...content,
    ...(isTooFarAhead(draft, receivedAt) ? { occurredAt: receivedAt, timeBasis: 'received' } : {}),
    contract: 'signal/1',
    id: signalIdOf(source.id, draft),
    source: { id: source.id, format, ...(version === undefined ? {} : { version }) },
    region: source.region,
    businessUnit: source.businessUnit,
    receivedAt,
    raw: { key: rawKey, part },
    traceparent,
  };
}

/** Zones are no further apart than that; what is said to happen later has not happened, or its year is wrong. */
const MOST_AHEAD_MS = 26 * 3_600_000;

/** A delivery of next year would settle each trouble of this one, and a trouble of next year would be settled by no delivery. What is expected or agreed may be as far ahead as it likes. */
function isTooFarAhead({ occurredAt, milestone }: SignalDraft, receivedAt: string): boolean {
  const hasHappened = milestone === undefined || milestone.at === 'actual';
  return hasHappened && Date.parse(occurredAt) - Date.parse(receivedAt) > MOST_AHEAD_MS;
}

/** The id that a draft of a source gets: who takes back a report names it by what was reported. */
export function signalIdOf(sourceId: string, draft: SignalDraft): string {
  const { part: _part, reportId: _reportId, identity, ...content } = draft;
  if (identity !== undefined) return deriveId('sig', sourceId, 'identity', ...identity);
  return deriveId('sig', sourceId, ...identityOf(draft), canonicalJson(statedBy(content)));
}

/** Without a time of its own a report cannot be told from the next one with the same content but by the envelope that it came in. */
function identityOf({ part, reportId, timeBasis }: SignalDraft): readonly string[] {
  if (reportId !== undefined) return ['report', reportId];
  return timeBasis === 'received' ? ['part', part] : [];
}

function statedBy<Content extends { occurredAt: string; timeBasis: string }>(content: Content): Content {
  return content.timeBasis === 'received' ? { ...content, occurredAt: '' } : content;
}
