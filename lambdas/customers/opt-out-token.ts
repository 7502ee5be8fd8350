import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { actionId, caseId, jsonIn } from '../contracts/index.ts';

/** What the way out of a message lets its bearer do: end messages to the one address that it was sent to, which it names by its digest. */
const optOutClaim = z.strictObject({
  caseId,
  actionId,
  address: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the message: its reader reads the page too. Absent where it was signed before pages had languages. */
  language: z.string().max(35).optional(),
});
export type OptOutClaim = z.infer<typeof optOutClaim>;

/** `<claim>.<HMAC-SHA-256 of it>`, both base64url. It never expires: whoever wants no more mail may say so a year later, and can do nothing else with it. */
export function signOptOut(claim: OptOutClaim, secret: string): string {
  const body = Buffer.from(JSON.stringify(claim), 'utf8').toString('base64url');
  return `${body}.${signatureOf(body, secret).toString('base64url')}`;
}

/** Undefined: it is none of ours. */
export function checkOptOut(token: string, secret: string): OptOutClaim | undefined {
  const [body, signature, ...rest] = token.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) return undefined;
  const [given, right] = [Buffer.from(signature, 'base64url'), signatureOf(body, secret)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return optOutClaim.safeParse(jsonIn(Buffer.from(body, 'base64url').toString('utf8'))).data;
}

/** Another key of the same secret than that of links: one is never taken for the other. */
function signatureOf(body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`fairlead-opt-out/1.${body}`).digest();
}
