import { sha256Hex } from '../../contracts/index.ts';
import type { SourceRegistration } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { ShownCertificate } from '../check-certificate.ts';
import { acceptsMediaType, acknowledgementOf, translatorOf } from '../formats/index.ts';
import { isReadFromInbox } from '../formats/is-read-from-inbox.ts';
import type { Acknowledgement, Payload } from '../formats/translator.ts';
import { noTranslator, quotaUsedUp, tooLarge, wrongMediaType } from '../refuse.ts';
import { schemeOf } from '../signatures/index.ts';
import { authenticateSender } from './authenticate-sender.ts';
import type { Proofs } from './authenticate-sender.ts';
import { spendQuota } from './spend-quota.ts';
import type { QuotaDependencies } from './spend-quota.ts';
import { refuse, takeIn } from './take-in.ts';
import type { Received, TakeInDependencies } from './take-in.ts';
import type { TakenBodies, TakenBody } from './taken-bodies.dynamo.ts';

export interface ReceiveDependencies extends TakeInDependencies, QuotaDependencies {
  readonly proofs: Proofs;
  readonly taken: TakenBodies;
}

/** A request, and from whom the authorizer takes it to be. */
export interface Delivery {
  readonly source: SourceRegistration;
  readonly payload: Payload;
  readonly certificate: ShownCertificate | undefined;
  readonly traceparent: string;
}

/** A delivery that was taken before: it has no effect, and its sender need not know that it was not the first. */
export interface TakenBefore {
  readonly ok: true;
  readonly before: TakenBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly acknowledgement?: Acknowledgement | undefined;
}

/** Lambda takes 6 MB in base64, which is about 4 MB of body. */
const MOST_BYTES = 4_000_000;

/**
 * From a request to published signals. The order is the promise: nothing of an unauthenticated sender is kept or counted; the payload is kept before anything is
 * made of it; and the sender hears 202 only when its signals are on the bus, or lie where the sweep takes them.
 */
export async function receive(dependencies: ReceiveDependencies, delivery: Delivery): Promise<Received | TakenBefore> {
  const { source, payload, certificate } = delivery;
  if (payload.bytes.length > MOST_BYTES) return refuse(tooLarge(source.id, payload.bytes.length, MOST_BYTES));
  const refused = await authenticateSender(dependencies.proofs, source, payload, certificate);
  if (refused !== undefined) return refuse(refused);
  const quota = await spendQuota(dependencies, source);
  if (quota?.ok === false) {
    const headers = { ...quota.headers, 'retry-after': String(quota.retryAfterSeconds) };
    return { ...refuse(quotaUsedUp(source.limits.quotaPerDay ?? 0)), headers };
  }
  const received = await takeOnce(dependencies, delivery);
  return quota === undefined ? received : { ...received, headers: quota.headers };
}

/**
 * Where the sender signs a time, an old delivery is stale and a repeated one makes the same signals. Where it signs none, its body is remembered: after it was taken
 * whole, never before, so that dying between the two loses nothing and a repetition makes the same signals once more.
 */
async function takeOnce(dependencies: ReceiveDependencies, delivery: Delivery): Promise<Received | TakenBefore> {
  const { source, payload, traceparent } = delivery;
  if (isReadFromInbox(source.format)) return putIntoInbox(dependencies, delivery);
  const translate = translatorOf(source.format);
  if (translate === undefined) return refuse(noTranslator(source.format));
  if (!acceptsMediaType(source.format, payload.contentType, source.contentTypes))
    return refuse(wrongMediaType(source.format, source.contentTypes));
  const accepted = { source, payload, translate, traceparent, acknowledge: acknowledgementOf };
  if (schemeOf(source.authentication)?.signsTime === true) return takeIn(dependencies, accepted);

  const digest = sha256Hex(payload.bytes);
  const before = await dependencies.taken.find(source.id, digest);
  // Guard: a body that was taken is not taken again.
  if (before !== undefined) {
    // Only what was read whole is remembered: there is nothing to complain of.
    const whole = { format: source.format, drafts: [], rejections: [], warnings: [] };
    return { ok: true, before, acknowledgement: acknowledgementOf(payload, whole, nowInstant()) };
  }
  const received = await takeIn(dependencies, accepted);
  if (received.ok && received.rejections.length === 0) {
    const { signals } = received;
    const first = signals.find(({ kind }) => kind === 'exception') ?? signals[0];
    await dependencies.taken.remember(source.id, digest, {
      at: nowInstant(),
      signals: signals.length,
      ...(first === undefined ? {} : { first: first.id }),
    });
  }
  return received;
}

/** It is kept, and read within seconds by whoever reads files: the same again has no effect there. */
async function putIntoInbox({ raw }: ReceiveDependencies, { source, payload }: Delivery): Promise<Received> {
  const name = `${nowInstant()}-${sha256Hex(payload.bytes).slice(0, 16)}`;
  await raw.keep(`inbox/${source.id}/${name}`, payload.bytes, payload.contentType);
  return { ok: true, signals: [], rejections: [], quarantineId: undefined, warnings: 0 };
}
