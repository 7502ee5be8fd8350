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
export function isProven(carrier: MailCarrier, found: Verdicts, results: string): boolean {
  return isOfDomain((domain) => carrierOfAddress(`@${domain}`)?.issuer === carrier.issuer, found, results);
}

/** Whether a mail is of the domain that its writer's address has, of one above or below it, or of another below what is allowed. */
export function isOfItsDomain(
  address: string,
  allowed: readonly string[],
  { found, results }: { readonly found: Verdicts; readonly results: string },
): boolean {
  const own = domainOf(address);
  const above = allowed.filter((one) => isBelow(own, one));
  const isOwn = (domain: string): boolean =>
    isBelow(domain, own) || isBelow(own, domain) || above.some((one) => isBelow(domain, one));
  return isOfDomain(isOwn, found, results);
}

function isOfDomain(isOurs: (domain: string) => boolean, { dmarcVerdict }: Verdicts, results: string): boolean {
  if (dmarcVerdict === 'PASS') return true;
  if (dmarcVerdict === 'FAIL') return false;
  return passedDomains(results).some(isOurs);
}

/** Its domain does not let that machine send, and nobody has signed: DMARC says the same where there is one. */
export function isDoubtful({ dmarcVerdict, spfVerdict, dkimVerdict }: Verdicts): boolean {
  return dmarcVerdict === 'FAIL' || (dmarcVerdict !== 'PASS' && spfVerdict === 'FAIL' && dkimVerdict !== 'PASS');
}

/** What SES found, as counts; zeros too, so that a rate can be made of them. */
export function countsOf(found: Verdicts): Readonly<Record<string, number>> {
  const one = (is: boolean): number => (is ? 1 : 0);
  const { spfVerdict, dkimVerdict, dmarcVerdict, spamVerdict, virusVerdict } = found;
  return {
    MailsSpfPassed: one(spfVerdict === 'PASS'),
    MailsSpfFailed: one(spfVerdict === 'FAIL'),
    MailsDkimPassed: one(dkimVerdict === 'PASS'),
    MailsDkimFailed: one(dkimVerdict === 'FAIL'),
    MailsDmarcPassed: one(dmarcVerdict === 'PASS'),
    MailsDmarcFailed: one(dmarcVerdict === 'FAIL'),
    MailsSpam: one(spamVerdict === 'FAIL'),
    MailsWithVirus: one(virusVerdict === 'FAIL'),
  };
}

/** Whether a list of addresses and domains has this address. */
export function isAllowed(allowed: readonly string[], address: string): boolean {
  const [whole, domain] = [address.toLowerCase(), domainOf(address)];
  return allowed.some((one) => (one.includes('@') ? one === whole : isBelow(domain, one)));
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const isBelow = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`);

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
