import * as z from 'zod';
import { deriveId, sha256Hex } from '../../contracts/index.ts';
import type { Problem, Signal, SourceRegistration } from '../../contracts/index.ts';
import { now, nowInstant } from '../../platform/index.ts';
import { checkSignature, SIGNATURE_HEADER } from '../authenticate.ts';
import { completeSignal } from '../complete-signal.ts';
import { translators } from '../formats/index.ts';
import type { Payload, Rejection } from '../formats/translator.ts';
import { noTranslator, signatureProblem, tooLarge, unpublished, unreadable } from '../refuse.ts';
import type { Quarantine } from './quarantine.dynamo.ts';
import type { RawStore } from './raw-store.ts';
import type { PublishSignals } from './signal-bus.ts';

export interface ReceiveDependencies {
  readonly raw: RawStore;
  readonly publish: PublishSignals;
  readonly quarantine: Quarantine;
  readonly secret: (id: string) => Promise<string>;
}

export type Received =
  | {
      readonly ok: true;
      readonly signals: readonly Signal[];
      readonly rejections: readonly Rejection[];
      readonly quarantineId: string | undefined;
    }
  | { readonly ok: false; readonly problem: Problem; readonly rejections: number };

/** Lambda takes 6 MB in base64, which is about 4 MB of body. */
const MOST_BYTES = 4_000_000;

/** Two secrets are valid at once while they are rotated. */
const sourceSecret = z.object({ current: z.string(), previous: z.string().optional() });

/**
 * From a request to published signals. The order is the promise: nothing of an unauthenticated sender is kept; the payload is kept before anything is
 * made of it; and the sender hears 202 only when its signals are on the bus.
 */
export async function receive(
  { raw, publish, quarantine, secret }: ReceiveDependencies,
  source: SourceRegistration,
  payload: Payload,
  traceparent: string,
): Promise<Received> {
  const problem = await authenticate(source, payload, secret);
  if (problem !== undefined) return { ok: false, problem, rejections: 0 };
  const translate = translators[source.format];
  if (translate === undefined) return { ok: false, problem: noTranslator(source.format), rejections: 0 };

  const receivedAt = nowInstant();
  const digest = sha256Hex(payload.bytes);
  const rawKey = `raw/${source.id}/${receivedAt.slice(0, 10)}/${digest}`;
  await raw.keep(rawKey, payload.bytes, payload.contentType);

  const sender = { sourceId: source.id, issuer: source.issuer ?? source.id, zone: source.zone, receivedAt };
  const translation = translate(payload, sender);
  const signals = translation.drafts.map((draft) =>
    completeSignal(draft, translation, { source, receivedAt, rawKey, traceparent }),
  );
  const quarantineId = translation.rejections.length === 0 ? undefined : deriveId('rcp', source.id, digest);
  if (quarantineId !== undefined) {
    await quarantine({
      id: quarantineId,
      sourceId: source.id,
      at: receivedAt,
      rawKey,
      contentType: payload.contentType,
      rejections: translation.rejections,
    });
  }
  if (signals.length === 0 && quarantineId !== undefined) {
    return { ok: false, problem: unreadable(translation.rejections), rejections: translation.rejections.length };
  }
  const left = await publish(signals);
  if (left.length > 0) {
    await raw.keepPending(`pending/${receivedAt}-${digest.slice(0, 16)}.json`, left);
    return { ok: false, problem: unpublished(), rejections: translation.rejections.length };
  }
  return { ok: true, signals, rejections: translation.rejections, quarantineId };
}

async function authenticate(
  source: SourceRegistration,
  payload: Payload,
  secret: ReceiveDependencies['secret'],
): Promise<Problem | undefined> {
  if (payload.bytes.length > MOST_BYTES) return tooLarge(payload.bytes.length, MOST_BYTES);
  const { secretId, toleranceSeconds } = source.authentication;
  const { current, previous } = sourceSecret.parse(JSON.parse(await secret(secretId)));
  const secrets = previous === undefined ? [current] : [current, previous];
  const verdict = checkSignature(
    payload.headers[SIGNATURE_HEADER],
    payload.bytes,
    secrets,
    Math.floor(now() / 1000),
    toleranceSeconds,
  );
  return verdict.ok ? undefined : signatureProblem(verdict);
}
