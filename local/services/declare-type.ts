import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UnsupportedError } from '../kernel/errors.ts';
import type { CreatedResource, ResourceDeclaration, ResourceType } from '../kernel/types.ts';

/** CloudFormation passes numbers and booleans as strings too. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
export const count = z.coerce.number();
export const texts = z.record(z.string(), z.string());

/** An id as AWS makes them (lower case letters and digits), but the same at every boot. */
export function stableId(resource: ResourceDeclaration, length = 10): string {
  const digest = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex');
  return BigInt(`0x${digest}`)
    .toString(36)
    .slice(1, length + 1);
}

/** A resource type whose top-level properties are those of the schema; nested objects must be strict, so that nothing slips by. */
export function declare<S extends z.ZodObject>(
  type: string,
  schema: S,
  create: (properties: z.output<S>, resource: ResourceDeclaration) => CreatedResource,
  ignored: Readonly<Record<string, string>> = {},
): ResourceType {
  return {
    type,
    properties: Object.keys(schema.shape),
    ignored,
    create: (resource) => {
      const parsed = schema.safeParse(resource.properties ?? {});
      if (parsed.success) return create(parsed.data, resource);
      const issue = parsed.error.issues[0];
      const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
      throw new UnsupportedError(`${type} ${resource.logicalId} with ${where}`);
    },
  };
}
