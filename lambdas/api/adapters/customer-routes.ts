import type { CaseStore } from '../../case/index.ts';
import { optOutWish } from '../../contracts/api/requests.ts';
import { addressDigest, putOptOut, readOptOut } from '../../customers/index.ts';
import { ok, refuse } from '../answer.ts';
import { readBodyBy } from '../read-request.ts';
import { allowed } from './request.ts';
import type { Route } from './request.ts';

/** What customers have said of messages to them, entered by a person: on the phone, say. */
export function customerRoutes({ cases }: { readonly cases: CaseStore }): Record<string, Route> {
  return {
    'POST /v1/customer-opt-outs': allowed('tell-customer', async ({ body, caller }) => {
      const read = readBodyBy(optOutWish, body);
      if (!read.ok) return refuse(read.problem);
      const { address, wants } = read.body;
      const digest = addressDigest(address);
      const before = await readOptOut(cases, digest);
      const optOut = await putOptOut(cases, digest, { wants, how: 'api', by: caller.id });
      return ok({ outcome: before?.wants === wants ? 'unchanged' : 'changed', optOut });
    }),
  };
}
