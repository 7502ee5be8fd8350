import { hmacRecipe } from '../../contracts/index.ts';
import type { HmacRecipe, KnownScheme } from '../../contracts/index.ts';

/**
 * Vendors that sign by HMAC, as their references say; where no time is signed, the same body is the same delivery.
 * The tests hold each against the vendor's published vector where there is one.
 */
export const recipes: Readonly<Record<Exclude<KnownScheme, '17track' | 'ups' | 'usps'>, HmacRecipe>> = {
  'fairlead-hmac': hmacRecipe.parse({
    header: 'fairlead-signature',
    field: 'v1',
    timeField: 't',
    signed: '{time}.{body}',
  }),
  // github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md: `v1,<base64>`, several parted by blanks.
  'standard-webhooks': hmacRecipe.parse({
    header: 'webhook-signature',
    encoding: 'base64',
    prefix: 'v1,',
    key: 'base64',
    signed: '{id}.{time}.{body}',
    timeHeader: 'webhook-timestamp',
    idHeader: 'webhook-id',
  }),
  // aftership.com/docs/tracking/webhook/webhook-signature
  aftership: hmacRecipe.parse({ header: 'aftership-hmac-sha256', encoding: 'base64' }),
  // EasyPost's client libraries, validateWebhook: the secret in its NFKD form.
  easypost: hmacRecipe.parse({ header: 'x-hmac-signature', prefix: 'hmac-sha256-hex=', key: 'nfkd' }),
  // developer.fedex.com, Advanced Integrated Visibility, "validation process": the security token is the key.
  fedex: hmacRecipe.parse({ header: 'fdx-signature', encoding: 'base64' }),
  // developer-docs.gomotive.com, webhooks; the header still bears the name of KeepTruckin.
  motive: hmacRecipe.parse({ header: 'x-kt-webhook-signature', algorithm: 'sha1' }),
  // developers.samsara.com/docs/webhooks: the secret is base64.
  samsara: hmacRecipe.parse({
    header: 'x-samsara-signature',
    prefix: 'v1=',
    key: 'base64',
    signed: 'v1:{time}:{body}',
    timeHeader: 'x-samsara-timestamp',
  }),
  // docs.goshippo.com, "Webhook security"
  shippo: hmacRecipe.parse({
    header: 'shippo-auth-signature',
    field: 'v1',
    timeField: 't',
    signed: '{time}.{body}',
  }),
  // shopify.dev, "Verify a webhook": the client secret of the app. X-Shopify-Webhook-Id is not under the signature.
  shopify: hmacRecipe.parse({ header: 'x-shopify-hmac-sha256', encoding: 'base64' }),
  // terminal49.com/docs, webhooks
  terminal49: hmacRecipe.parse({ header: 'x-t49-webhook-signature' }),
};
