import * as z from 'zod';
import { role } from '../contracts/index.ts';
import type { Role } from '../contracts/index.ts';

/** Who calls, from the claims that the authorizer has checked. */
export interface Caller {
  /** Id in the policy pack where the directory has one, else the subject of the token. */
  readonly id: string;
  readonly roles: readonly Role[];
}

const claims = z.looseObject({
  sub: z.string(),
  'cognito:groups': z.string().optional(),
  'custom:person': z.string().optional(),
});

/** Groups of the user pool are roles; the gateway joins them by commas. A group that is no role is ignored. */
export function readCaller(authorizer: unknown): Caller | undefined {
  const parsed = z.looseObject({ claims }).safeParse(authorizer);
  if (!parsed.success) return undefined;
  const { sub, 'cognito:groups': groups = '', 'custom:person': person } = parsed.data.claims;
  const roles = groups.split(',').flatMap((group) => role.safeParse(group.trim()).data ?? []);
  return { id: person ?? sub, roles };
}

/** What the record of a call says of who calls. */
export function recordOf({ id, roles }: Caller): { readonly person: string; readonly roles: string } {
  return { person: id, roles: roles.join(' ') };
}
