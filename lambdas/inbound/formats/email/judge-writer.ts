import * as z from 'zod';
import { carrierOfAddress } from './mail-carriers.ts';
import type { MailCarrier } from './mail-carriers.ts';

const status = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']).catch('PROCESSING_FAILED');
const verdict = z.object({ status }).transform((sent) => sent.status);

/** What SES found about a mail that it received: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html, receipt object. */
export const verdicts = z.object({
  spamVerdict: verdict,
  virusVerdict: verdict,
  spfVerdict: verdict,
  dkimVerdict: verdict,
  dmarcVerdict: verdict.prefault({ status: 'GRAY' }),
});
export type Verdicts = z.infer<typeof verdicts>;

/** Nobody reads such a mail, not even to decide about it. */
export function refusalOf({ virusVerdict, spamVerdict }: Verdicts): 'virus' | 'spam' | undefined {
  if (virusVerdict === 'FAIL') return 'virus';
  return spamVerdict === 'FAIL' ? 'spam' : undefined;
}

/**
 * Whether a mail is of the carrier whose domain its writer's address has. A signature that is right (`dkimVerdict`) says only that somebody signed; it counts where who signed, or who is
 * allowed to send, is of that carrier: DMARC says so, or the results that SES puts on top of the mail. Those further down anybody may have written.
 */
export function isProven(carrier: MailCarrier, { dmarcVerdict }: Verdicts, results: string): boolean {
  if (dmarcVerdict === 'PASS') return true;
  if (dmarcVerdict === 'FAIL') return false;
  return passedDomains(results).some((domain) => carrierOfAddress(`@${domain}`)?.issuer === carrier.issuer);
}

const SIGNED = /\bdkim=pass\b[^;]{0,200}?\bheader\.[di]=(?:[^\s;@]{0,64}@)?([a-z0-9.-]{3,200})/gi;
/** SES writes the address of the envelope behind its own explanation, with a semicolon between. */
const SENT = /\bspf=pass\b.{0,400}?\b(?:envelope-from|smtp\.mailfrom)=[^\s;]{0,200}?@([a-z0-9.-]{3,200})/gi;

/** Domains that signed, or that allowed the sending machine, in a header of RFC 8601. */
function passedDomains(results: string): readonly string[] {
  if (!/^\s*amazonses\.com\s*;/i.test(results)) return [];
  const text = results.slice(0, 4000).replace(/\s+/g, ' ');
  return [SIGNED, SENT].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, domain = '']) => domain.toLowerCase()),
  );
}
