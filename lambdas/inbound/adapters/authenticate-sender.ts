import * as z from 'zod';
import { userPoolKeys } from '../../contracts/index.ts';
import type { Problem, SourceRegistration } from '../../contracts/index.ts';
import { now } from '../../platform/index.ts';
import type { ReadSecret } from '../../platform/index.ts';
import { checkCertificate } from '../check-certificate.ts';
import type { ShownCertificate } from '../check-certificate.ts';
import type { Payload } from '../formats/translator.ts';
import { certificateProblem, signatureProblem } from '../refuse.ts';
import { schemeOf, toleranceOf } from '../signatures/index.ts';
import { secretIdOf } from '../signatures/secret.ts';
import type { Scheme, SignatureVerdict } from '../signatures/scheme.ts';
import type { PublicKeys } from './public-keys.ts';

export interface Proofs {
  readonly secret: ReadSecret;
  readonly publicKeys: PublicKeys;
}

/** Two secrets are valid at once while they are rotated. */
export const sourceSecret = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });

/**
 * A proof that does not fit the keys that we remember may be made with newer ones: then they are read again, at most once in so long. So a new secret is
 * good at once, and nobody makes us read by sending nonsense.
 */
const ASK_AGAIN_AFTER_MS = 10_000;

/** The problem to answer, or undefined where the sender is the one that it is taken for. */
export async function authenticateSender(
  { secret, publicKeys }: Proofs,
  source: SourceRegistration,
  payload: Payload,
  certificate: ShownCertificate | undefined,
): Promise<Problem | undefined> {
  const { authentication, clientCertificates } = source;
  if (clientCertificates !== undefined) {
    const shown = checkCertificate(certificate, clientCertificates);
    if (!shown.ok) return certificateProblem(shown.why);
  }
  const scheme = schemeOf(authentication);
  // The contract lets no source be without signature that names no certificate.
  if (scheme === undefined) return clientCertificates === undefined ? certificateProblem('missing') : undefined;
  const keys = keysOf(source, secret, publicKeys);
  const remembered = check(scheme, payload, await keys(), source);
  const verdict =
    !remembered.ok && remembered.why === 'wrong'
      ? check(scheme, payload, await keys(ASK_AGAIN_AFTER_MS), source)
      : remembered;
  return verdict.ok ? undefined : signatureProblem(scheme, verdict, toleranceOf(authentication));
}

type ReadKeys = (maxAgeMs?: number) => Promise<readonly string[]>;

function keysOf({ id, authentication }: SourceRegistration, secret: ReadSecret, publicKeys: PublicKeys): ReadKeys {
  if (authentication.scheme === 'shipengine') return (maxAgeMs) => publicKeys(authentication.jwksUrl, maxAgeMs);
  if (authentication.scheme === 'oauth') {
    const { issuer } = authentication;
    if (issuer === undefined) throw new Error(`the source ${id} has no client: its registration is not complete`);
    return (maxAgeMs) => publicKeys(userPoolKeys(issuer), maxAgeMs);
  }
  const secretId = secretIdOf(authentication);
  if (secretId === undefined) throw new Error(`the source ${id} has no secret: its registration is not complete`);
  return async (maxAgeMs) => {
    const { current, previous } = sourceSecret.parse(JSON.parse(await secret(secretId, maxAgeMs)));
    return previous === undefined ? [current] : [current, previous];
  };
}

function check(
  scheme: Scheme,
  { headers, bytes: body }: Payload,
  keys: readonly string[],
  { authentication }: SourceRegistration,
): SignatureVerdict {
  const allowance = { nowSeconds: Math.floor(now() / 1000), toleranceSeconds: toleranceOf(authentication) };
  return scheme.check({ headers, body }, keys, allowance);
}
