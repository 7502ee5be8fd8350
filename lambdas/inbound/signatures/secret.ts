import type { SourceAuthentication } from '../../contracts/index.ts';
import { recipes } from './recipes.ts';
import { schemeOf } from './index.ts';

/** 128 bits: below that a secret can be tried out. */
const LEAST_BYTES = 16;
/** Vendors choose short ones; what is shorter is no secret. */
const LEAST_CHARACTERS = 8;

/** What the secret of a source is to its scheme. */
function keyForm(authentication: SourceAuthentication): 'text' | 'nfkd' | 'base64' | 'hex' {
  if (authentication.scheme === 'hmac') return authentication.recipe.key;
  return Object.entries(recipes).find(([name]) => name === authentication.scheme)?.[1].key ?? 'text';
}

/** Whether there is a secret of its own at all: certificates and published keys need none. */
export function needsSecret(authentication: SourceAuthentication): boolean {
  return schemeOf(authentication)?.keys === 'secret';
}

/** Name of its secret in Secrets Manager. */
export function secretIdOf(authentication: SourceAuthentication): string | undefined {
  return 'secretId' in authentication ? authentication.secretId : undefined;
}

/** Why a secret that was given cannot be one of this scheme, or undefined. */
export function secretProblem(authentication: SourceAuthentication, secret: string): string | undefined {
  if (authentication.scheme === 'oauth')
    return /^\w{24,64}$/.test(secret) ? undefined : 'it has not 24 to 64 letters, digits and underscores';
  const form = keyForm(authentication);
  if (form === 'text' || form === 'nfkd')
    return secret.length < LEAST_CHARACTERS ? `it has fewer than ${String(LEAST_CHARACTERS)} characters` : undefined;
  const text = secret.replace(/^whsec_/, '');
  const bytes = Buffer.from(text, form);
  const plain = (value: string): string => value.toLowerCase().replace(/=+$/, '');
  if (plain(bytes.toString(form)) !== plain(text)) return `it is not ${form}, which this scheme signs with`;
  return bytes.length < LEAST_BYTES ? `it encodes fewer than ${String(LEAST_BYTES)} bytes` : undefined;
}

/** A new secret from 32 random bytes, in the form that the vendor's settings take. */
export function secretFrom(authentication: SourceAuthentication, randomHex: string): string {
  if (keyForm(authentication) !== 'base64') return randomHex;
  const text = Buffer.from(randomHex, 'hex').toString('base64');
  return authentication.scheme === 'standard-webhooks' ? `whsec_${text}` : text;
}
