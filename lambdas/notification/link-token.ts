import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { jsonIn } from '../contracts/index.ts';

/** What a link in a message lets its bearer do: one act, as one person, on one case, until a time. */
const linkClaim = z.strictObject({
  caseId: z.string(),
  noticeId: z.string(),
  person: z.string(),
  act: z.enum([
    'acknowledge',
    'resolve',
    'add-note',
    'end-task',
    'decide-action',
    'decide-mail',
    'end-incident',
    'take-over',
  ]),
  /** Of `end-task`: which. */
  taskId: z.string().optional(),
  /** Of `decide-action`: which action, and what its recipient was shown. */
  actionId: z.string().optional(),
  digest: z.string().optional(),
  /** Of `decide-mail`: which mail waits, of which source. */
  sourceId: z.string().optional(),
  mailId: z.string().optional(),
  /** Of a link on a page that shows a case: the version of it that was shown. What has changed since is asked anew, by another link. */
  asOf: z.int().optional(),
  /** Seconds since the epoch. */
  expires: z.int(),
});
export type LinkClaim = z.infer<typeof linkClaim>;

export type Opened<Claim> =
  | { readonly ok: true; readonly claim: Claim }
  | { readonly ok: false; readonly why: 'malformed' | 'forged' }
  /** It was ours: what it was for can be said, and is no right any more. */
  | { readonly ok: false; readonly why: 'expired'; readonly claim: Claim };
export type CheckedLink = Opened<LinkClaim>;

const OF_PEOPLE = 'fairlead-link/1';

export function signLink(claim: LinkClaim, secret: string): string {
  return sealClaim(OF_PEOPLE, claim, secret);
}

export function checkLink(token: string, secret: string, nowMs: number): CheckedLink {
  return openClaim(OF_PEOPLE, linkClaim, token, secret, nowMs);
}

/** `<claim>.<HMAC-SHA-256 of it>`, both base64url. What is signed for one purpose is forged for every other. */
export function sealClaim(
  purpose: string,
  claim: { readonly expires: number; readonly caseId: string; readonly [more: string]: unknown },
  secret: string,
): string {
  const body = Buffer.from(JSON.stringify(claim), 'utf8').toString('base64url');
  return `${body}.${signatureOf(purpose, body, secret).toString('base64url')}`;
}

/** The signature is checked before anything in the claim is believed, and in constant time. */
export function openClaim<Claim extends { readonly expires: number }>(
  purpose: string,
  schema: z.ZodType<Claim>,
  token: string,
  secret: string,
  nowMs: number,
): Opened<Claim> {
  const [body, signature, ...rest] = token.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) return { ok: false, why: 'malformed' };
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(purpose, body, secret);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { ok: false, why: 'forged' };
  const claim = schema.safeParse(jsonIn(Buffer.from(body, 'base64url').toString('utf8'))).data;
  if (claim === undefined) return { ok: false, why: 'malformed' };
  return claim.expires * 1000 <= nowMs ? { ok: false, why: 'expired', claim } : { ok: true, claim };
}

/** What only the page behind a link knows: whoever sends its form has had the page before them. */
export function formKey(token: string, secret: string): string {
  return createHmac('sha256', secret).update(`fairlead-form/1.${token}`).digest('base64url');
}

export function isFormKey(given: string, token: string, secret: string): boolean {
  const [sent, right] = [Buffer.from(given), Buffer.from(formKey(token, secret))];
  return sent.length === right.length && timingSafeEqual(sent, right);
}

function signatureOf(purpose: string, body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}.${body}`).digest();
}
