import { deriveId, sha256Hex } from '../../contracts/index.ts';
import type { Mapping, Problem, Signal, SourceRegistration } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { completeSignals } from '../complete-signal.ts';
import { mailToRead } from '../decide-mail.ts';
import { mappingIdOf } from '../formats/mapped-records.ts';
import type {
  Acknowledgement,
  Payload,
  Rejection,
  Sender,
  SlowTranslator,
  Translation,
  Translator,
} from '../formats/translator.ts';
import { unpublished, unreadable } from '../refuse.ts';
import type { MappingStore } from './mapping-store.dynamo.ts';
import type { QuarantineStore } from './quarantine.dynamo.ts';
import type { RawStore } from './raw-store.ts';
import type { PublishSignals } from './signal-bus.ts';

export interface TakeInDependencies {
  readonly raw: Pick<RawStore, 'keep' | 'keepPending'>;
  readonly publish: PublishSignals;
  readonly quarantine: Pick<QuarantineStore, 'keep'>;
  readonly mappings: Pick<MappingStore, 'find'>;
}

/** Headers that the answer to a sender gets beside its own. */
type Headers = Readonly<Record<string, string>>;

export type Received =
  | {
      readonly ok: true;
      readonly signals: readonly Signal[];
      readonly rejections: readonly Rejection[];
      readonly quarantineId: string | undefined;
      readonly warnings: number;
      readonly headers?: Headers;
      /** Where the sender asked for an answer in its own format. */
      readonly acknowledgement?: Acknowledgement | undefined;
    }
  | {
      readonly ok: false;
      readonly problem: Problem;
      readonly rejections: number;
      readonly headers?: Headers;
      readonly acknowledgement?: Acknowledgement | undefined;
    };

/** A payload of a source that has proved who it is. */
export interface Accepted {
  readonly source: SourceRegistration;
  readonly payload: Payload;
  readonly translate: Translator | SlowTranslator;
  readonly traceparent: string;
  /** When it came, where that is not now. */
  readonly receivedAt?: string;
  readonly via?: 'request' | 'mail';
  /** Digest of what it is known by when it comes again, where that is not all of its bytes. */
  readonly knownBy?: string;
  /** How a sender that waits for it is answered in its own format. */
  readonly acknowledge?: (
    payload: Payload,
    translation: Translation,
    receivedAt: string,
  ) => Acknowledgement | undefined;
}

/** What a sender can wait for: 200 calls of PutEvents. What a payload has beyond is accepted and left to the sweep. */
const MOST_AT_ONCE = 2000;
const MOST_IN_A_PENDING_FILE = 500;

/**
 * From an authenticated payload to published signals. The payload is kept before anything is made of it; and it counts as taken only when its signals are on the
 * bus, or lie where the sweep takes them.
 */
export async function takeIn(
  dependencies: TakeInDependencies,
  {
    source,
    payload,
    translate,
    traceparent,
    receivedAt = nowInstant(),
    via = 'request',
    knownBy,
    acknowledge,
  }: Accepted,
): Promise<Received> {
  const digest = sha256Hex(payload.bytes);
  const rawKey = `raw/${source.id}/${receivedAt.slice(0, 10)}/${digest}`;
  await dependencies.raw.keep(rawKey, payload.bytes, payload.contentType);

  const mapping = await mappingOf(dependencies, source);
  const translation = await translate(payload, senderOf(source, receivedAt, mapping));
  const { rejections } = translation;
  const signals = completeSignals(translation, { source, receivedAt, rawKey, traceparent });
  const quarantineId = rejections.length === 0 ? undefined : deriveId('rcp', source.id, knownBy ?? digest);
  if (quarantineId !== undefined) {
    const { contentType } = payload;
    const headers = tellingHeaders(payload);
    await dependencies.quarantine.keep({
      id: quarantineId,
      sourceId: source.id,
      at: receivedAt,
      rawKey,
      contentType,
      headers,
      via,
      rejections,
    });
  }
  const acknowledgement = acknowledge?.(payload, translation, receivedAt);
  const waiting =
    quarantineId === undefined ? [] : mailToRead(rejections, { source, quarantineId, rawKey, receivedAt, traceparent });
  if (signals.length === 0 && waiting.length === 0 && quarantineId !== undefined)
    return { ...refuse(unreadable(rejections, quarantineId), rejections.length), acknowledgement };

  const left = await passOn(dependencies, [...signals, ...waiting], `${receivedAt}-${digest.slice(0, 16)}`);
  if (left > 0) return refuse(unpublished(), rejections.length);
  return { ok: true, signals, rejections, quarantineId, warnings: translation.warnings.length, acknowledgement };
}

/** How the records of a source are read, where its format leaves that to a mapping. */
export async function mappingOf(
  { mappings }: Pick<TakeInDependencies, 'mappings'>,
  { format, mapping }: SourceRegistration,
): Promise<Mapping | undefined> {
  const id = mappingIdOf(format, mapping);
  return id === undefined ? undefined : mappings.find(id);
}

export function senderOf(source: SourceRegistration, receivedAt: string, mapping: Mapping | undefined): Sender {
  const { id, issuer = id, zone } = source;
  return {
    sourceId: id,
    issuer,
    zone,
    receivedAt,
    ...(mapping === undefined ? {} : { mapping }),
    ...(source.mapping === undefined ? {} : { mappingId: source.mapping }),
    plans: source.plans !== undefined,
    ...(source.allowedSenders === undefined ? {} : { allowedSenders: source.allowedSenders }),
    ...(source.testData === 'refuse' ? { refusesTests: true } : {}),
  };
}

/** Publishes; what the bus refuses, and what is too much at once, waits in files that the sweep takes. Answers how many the bus refused. */
export async function passOn(
  { publish, raw }: Pick<TakeInDependencies, 'publish' | 'raw'>,
  signals: readonly Signal[],
  name: string,
): Promise<number> {
  const left = await publish(signals.slice(0, MOST_AT_ONCE));
  const pending = [...left, ...signals.slice(MOST_AT_ONCE)];
  for (let start = 0; start < pending.length; start += MOST_IN_A_PENDING_FILE) {
    const number = String(start / MOST_IN_A_PENDING_FILE).padStart(4, '0');
    await raw.keepPending(`pending/${name}-${number}.json`, pending.slice(start, start + MOST_IN_A_PENDING_FILE));
  }
  return left.length;
}

/** Headers that are part of the report (CloudEvents in binary mode); the others are proofs and belong to the delivery. */
function tellingHeaders({ headers }: Payload): Payload['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('ce-')));
}

export function refuse(problem: Problem, rejections = 0): Extract<Received, { ok: false }> {
  return { ok: false, problem, rejections };
}
