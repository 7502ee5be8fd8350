import { canonicalJson } from '../contracts/index.ts';
import type { SourceAudit, SourceRegistration, SourceWish } from '../contracts/index.ts';
import { needsSecret, secretIdOf } from './signatures/secret.ts';

export interface MadeByUs {
  readonly pathKey: string;
  /** Name that its secret has, or gets. */
  readonly secretId: string;
}

/** The registration that a wish asks for. It is switched on when its secret and key are there. */
export function registrationOf(wish: SourceWish, { pathKey, secretId }: MadeByUs): SourceRegistration {
  return {
    contract: 'source/1',
    ...wish,
    authentication: withSecret(wish.authentication, secretId),
    pathKey,
    version: 1,
    secretsInRotation: false,
    enabled: false,
  };
}

/** The registration after a change: what we have made stays, what is not in the wish any more is gone. */
export function changedRegistration(
  before: SourceRegistration,
  wish: SourceWish,
  secretId: string,
): SourceRegistration {
  const { pathKey, apiKeyId, apiKeyValue, secretsInRotation, enabled, version } = before;
  const after = registrationOf(wish, { pathKey, secretId });
  return {
    ...after,
    authentication: withClient(after.authentication, before.authentication),
    ...(apiKeyId === undefined ? {} : { apiKeyId }),
    ...(apiKeyValue === undefined ? {} : { apiKeyValue }),
    secretsInRotation,
    enabled,
    version: version + 1,
  };
}

/** What differs in what people decide; none: the wish is fulfilled. */
export function changesBetween(before: SourceRegistration, after: SourceRegistration): SourceAudit['changes'] {
  const left = decided(before);
  const right = decided(after);
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((field) => {
    const from = left.get(field);
    const to = right.get(field);
    if (from === to) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

/** What differs between a registration and a wish. */
export function wishedChanges(before: SourceRegistration, wish: SourceWish): SourceAudit['changes'] {
  return changesBetween(before, changedRegistration(before, wish, secretIdOf(before.authentication) ?? ''));
}

const MADE = new Set(['contract', 'version', 'pathKey', 'apiKeyId', 'apiKeyValue', 'secretsInRotation', 'enabled']);

function decided(registration: SourceRegistration): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(registration)
      .filter(([field, value]) => !MADE.has(field) && value !== undefined)
      .map(([field, value]) => [field, canonicalJson(value)]),
  );
}

/** Whether a client is to be made for it in the pool of senders; one that is named is its owner's. */
export function needsClient(authentication: SourceWish['authentication']): boolean {
  return authentication.scheme === 'oauth' && authentication.clientId === undefined;
}

/** The client that was made for a source stays its client, whether the wish names it or no client. */
function withClient(
  wished: SourceRegistration['authentication'],
  before: SourceRegistration['authentication'],
): SourceRegistration['authentication'] {
  if (wished.scheme !== 'oauth' || before.scheme !== 'oauth' || before.tokenUrl === undefined) return wished;
  const { issuer, clientId, tokenUrl } = before;
  const isItsOwn = needsClient(wished) || wished.clientId === clientId;
  return isItsOwn ? { ...wished, issuer, clientId, tokenUrl } : wished;
}

function withSecret(
  authentication: SourceWish['authentication'],
  secretId: string,
): SourceRegistration['authentication'] {
  if (authentication.scheme === 'oauth') {
    // It is said of clients that are made here, and by nobody else.
    const { tokenUrl: _, ...named } = authentication;
    return named;
  }
  if (authentication.scheme === 'mutual-tls' || authentication.scheme === 'shipengine') return authentication;
  return needsSecret(authentication) ? { ...authentication, secretId } : authentication;
}
