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
 * A draft with who sent it, when it came and where it lies. The id follows from source and content, so the same report, sent twice, is the same
 * signal; what only tells when and how it came is not part of it.
 */
export function completeSignal(draft: SignalDraft, translation: Translation, reception: Reception): Signal {
  const { part, ...content } = draft;
  const { source, receivedAt, rawKey, traceparent } = reception;
  const stated = content.timeBasis === 'received' ? { ...content, occurredAt: '' } : content;
  return {
    ...content,
    contract: 'signal/1',
    id: deriveId('sig', source.id, part, canonicalJson(stated)),
    source: {
      id: source.id,
      format: translation.format,
      ...(translation.version === undefined ? {} : { version: translation.version }),
    },
    region: source.region,
    businessUnit: source.businessUnit,
    receivedAt,
    raw: { key: rawKey, part },
    traceparent,
  };
}
