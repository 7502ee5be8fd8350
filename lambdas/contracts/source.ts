import * as z from 'zod';
import { sourceId, zone } from './primitives.ts';

/** How the sender proves who it is; checked over the raw body, in constant time. */
export const sourceAuthentication = z.discriminatedUnion('scheme', [
  z.strictObject({
    scheme: z.literal('fairlead-hmac'),
    secretId: z
      .string()
      .meta({ description: 'Secrets Manager: JSON `{ "current": …, "previous"?: … }`; both are valid, for rotation.' }),
    toleranceSeconds: z.int().min(1).max(3600).default(300),
  }),
]);

/** A system that reports. */
export const sourceRegistration = z
  .strictObject({
    contract: z.literal('source/1'),
    id: sourceId,
    title: z.string(),
    format: z
      .string()
      .meta({ description: 'Format of the webhook body, e.g. `x12-214`; `canonical` for POST /v1/signals.' }),
    authentication: sourceAuthentication,
    pathKey: z
      .string()
      .regex(/^[A-Za-z0-9_-]{24,64}$/)
      .meta({ description: 'The unguessable last part of its webhook path.' }),
    apiKeyId: z.string().optional().meta({ description: 'API Gateway key; ties the source to a usage plan.' }),
    apiKeyValue: z
      .string()
      .optional()
      .meta({ description: 'Value of that key, returned by the authorizer as usage identifier.' }),
    zone: zone.meta({ description: 'Times without an offset are read in it where the place tells nothing.' }),
    region: z.string(),
    businessUnit: z.string(),
    issuer: z
      .string()
      .min(1)
      .max(63)
      .optional()
      .meta({ description: 'Default issuer of its references (SCAC, GLN ...); the source id where absent.' }),
    contact: z.string().optional(),
    enabled: z.boolean(),
  })
  .meta({ id: 'Source' });
export type SourceRegistration = z.infer<typeof sourceRegistration>;
