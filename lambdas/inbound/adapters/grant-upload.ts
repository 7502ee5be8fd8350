import { jsonIn, uploadWish } from '../../contracts/index.ts';
import type { Problem, SourceRegistration, UploadGrant } from '../../contracts/index.ts';
import { now, presignGet, presignPut } from '../../platform/index.ts';
import type { ShownCertificate } from '../check-certificate.ts';
import { decideUpload } from '../decide-upload.ts';
import type { Payload } from '../formats/translator.ts';
import { invalidUpload, quotaUsedUp } from '../refuse.ts';
import { authenticateSender } from './authenticate-sender.ts';
import type { Proofs } from './authenticate-sender.ts';
import { spendQuota } from './spend-quota.ts';
import type { QuotaDependencies } from './spend-quota.ts';

export interface UploadDependencies extends QuotaDependencies {
  readonly proofs: Proofs;
  readonly bucket: string;
}

export interface UploadRequest {
  readonly source: SourceRegistration;
  readonly payload: Payload;
  readonly certificate: ShownCertificate | undefined;
}

type Headers = Readonly<Record<string, string>>;
export type UploadAnswer =
  | { readonly ok: true; readonly grant: UploadGrant; readonly headers?: Headers }
  | { readonly ok: false; readonly problem: Problem; readonly headers?: Headers };

/** From a signed wish to an address. Nothing is written: what is never uploaded leaves no trace, and an upload goes the way of every file in an inbox. */
export async function grantUpload(
  { proofs, bucket, ...counting }: UploadDependencies,
  { source, payload, certificate }: UploadRequest,
): Promise<UploadAnswer> {
  const refused = await authenticateSender(proofs, source, payload, certificate);
  if (refused !== undefined) return { ok: false, problem: refused };
  const quota = await spendQuota(counting, source);
  if (quota?.ok === false) {
    const headers = { ...quota.headers, 'retry-after': String(quota.retryAfterSeconds) };
    return { ok: false, problem: quotaUsedUp(source.limits.quotaPerDay ?? 0), headers };
  }
  const headers = quota === undefined ? {} : { headers: quota.headers };
  const wish = uploadWish.safeParse(jsonIn(Buffer.from(payload.bytes).toString('utf8')));
  if (!wish.success) return { ok: false, problem: invalidUpload(wish.error), ...headers };
  const decision = decideUpload(source, wish.data, now());
  if (!decision.ok) return { ...decision, ...headers };
  const { key, expiresInSeconds, grant } = decision.plan;
  const url = await presignPut({ bucket, key, headers: grant.headers, expiresInSeconds });
  const report = await presignGet({ bucket, ...decision.plan.report });
  return { ok: true, grant: { ...grant, url, report }, ...headers };
}
