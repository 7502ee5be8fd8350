import type { CaseStore } from '../../case/index.ts';
import { optOutWish } from '../../contracts/api/requests.ts';
import { addressDigest, putOptOut, readOptOut } from '../../customers/index.ts';
import { invalid, ok, refuse } from '../answer.ts';
import { parseJson } from '../read-request.ts';
import { allowed } from './request.ts';
import type { Route } from './request.ts';

/** What customers have said of messages to them, entered by a person: on the phone, say. */
export function customerRoutes({ cases }: { readonly cases: CaseStore }): Record<string, Route> {
  return {
    'POST /v1/customer-opt-outs': allowed('tell-customer', async ({ body, caller }) => {
      const read = optOutWish.safeParse(parseJson(body)?.value);
      if (!read.success) return refuse(invalid(read.error));
      const { address, wants } = read.data;
      const digest = addressDigest(address);
      const before = await readOptOut(cases, digest);
      const optOut = await putOptOut(cases, digest, { wants, how: 'api', by: caller.id });
      return ok({ outcome: before?.wants === wants ? 'unchanged' : 'changed', optOut });
    }),
  };
}
