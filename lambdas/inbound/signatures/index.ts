import type { KnownScheme, SourceAuthentication } from '../../contracts/index.ts';
import { accessTokenScheme } from './access-token.ts';
import { hmacScheme } from './hmac.ts';
import { recipes } from './recipes.ts';
import { shipengine } from './rsa-jwks.ts';
import type { Scheme } from './scheme.ts';
import { seventeenTrack } from './seventeen-track.ts';
import { basicScheme, tokenScheme } from './token.ts';
import { usps } from './usps.ts';

/** UPS Track Alert, "destination": the credential that was given with the subscription comes in a header of that name. */
const ups = tokenScheme('credential', '');

export const knownSchemes: Readonly<Record<KnownScheme, Scheme>> = {
  'fairlead-hmac': hmacScheme(recipes['fairlead-hmac']),
  'standard-webhooks': hmacScheme(recipes['standard-webhooks']),
  '17track': seventeenTrack,
  aftership: hmacScheme(recipes.aftership),
  easypost: hmacScheme(recipes.easypost),
  fedex: hmacScheme(recipes.fedex),
  motive: hmacScheme(recipes.motive),
  samsara: hmacScheme(recipes.samsara),
  shippo: hmacScheme(recipes.shippo),
  shopify: hmacScheme(recipes.shopify),
  terminal49: hmacScheme(recipes.terminal49),
  ups,
  usps,
};

/** Undefined for mutual TLS, where the certificate is the proof and nothing is signed. */
export function schemeOf(authentication: SourceAuthentication): Scheme | undefined {
  switch (authentication.scheme) {
    case 'hmac':
      return hmacScheme(authentication.recipe);
    case 'token':
      return tokenScheme(authentication.header, authentication.prefix);
    case 'basic':
      return basicScheme(authentication.username);
    case 'shipengine':
      return shipengine;
    case 'oauth':
      return accessTokenScheme(authentication);
    case 'mutual-tls':
      return undefined;
    default:
      return knownSchemes[authentication.scheme];
  }
}

/** How far the signed time may be away; of no account where none is signed. */
export function toleranceOf(authentication: SourceAuthentication): number {
  return 'toleranceSeconds' in authentication ? authentication.toleranceSeconds : 0;
}
