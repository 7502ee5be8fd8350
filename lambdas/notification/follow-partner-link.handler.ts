import { SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { tellAtEnd } from '../escalation/index.ts';
import { caseId, instant, offsetInstant, partnerLinkId, traceparent } from '../contracts/index.ts';
import { raiser } from '../inbound/index.ts';
import { arrivalReport, composePartnerMail, mailLink, signPartnerLink } from '../partner/index.ts';
import type { MailSent, MailToSend } from '../partner/index.ts';
import {
  connectOnce,
  finalMailRefusal,
  mailContent,
  parseEnvironment,
  publicUrl,
  queueHandler,
  secretReader,
  settingReader,
} from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { laterOn } from './adapters/later.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';

const environment = parseEnvironment({
  REFERENCE_TABLE: z.string(),
  LINK_SECRET: z.string(),
  SETTINGS_PREFIX: z.string(),
  MAIL_FROM: z.string(),
  CONFIGURATION_SET: z.string(),
  PARTNER_QUEUE: z.string(),
});
const cases = caseStore();
const partnerAtEnd = tellAtEnd(packStore(), 'partner');
const stops = mailStops(environment.REFERENCE_TABLE);
const secret = secretReader();
const setting = settingReader(environment.SETTINGS_PREFIX);
const ses = connectOnce(SESv2Client);
const raise = raiser('follow-partner-link');
const sendLater = laterOn(environment.PARTNER_QUEUE);

const entry = z.looseObject({ caseId, at: instant, traceparent });
const linkChanged = z.looseObject({
  detail: z.looseObject({
    entry: z.union([
      entry.extend({ happening: z.looseObject({ what: z.literal('PartnerAsked'), linkId: partnerLinkId }) }),
      entry.extend({
        happening: z.looseObject({
          what: z.literal('PartnerAnswered'),
          linkId: partnerLinkId,
          arrivesAt: offsetInstant.optional(),
        }),
      }),
    ]),
  }),
});

/** After so long SES is asked again, and after so long whether a mail that has begun was recorded. */
const LATER_S = 30;

/** What follows in the world from what the journal says of partners: the question leaves by mail, once, and an arrival becomes a report. An event that comes twice changes nothing more. */
export const handler = queueHandler(
  'follow-partner-link',
  (text) => ({ text, entry: linkChanged.parse(JSON.parse(text)).detail.entry }),
  async ({ text, entry: { happening, ...of } }, { log }) => {
    const { what, linkId } = happening;
    if (what === 'PartnerAnswered') {
      const record = await cases.load(of.caseId);
      const { arrivesAt } = happening;
      if (record !== undefined && arrivesAt !== undefined)
        await raise(arrivalReport(record, { linkId, arrivesAt, ...of }));
      log.info('partner.answered', { caseId: of.caseId, linkId, reported: arrivesAt !== undefined });
      return;
    }
    const cause = { kind: 'lifecycle', id: linkId } as const;
    const fate = await mailLink(cases, { ...of, linkId, cause }, send, partnerAtEnd);
    log.info('partner.mail', { caseId: of.caseId, linkId, fate });
    if (fate === 'limited') await sendLater(text, LATER_S);
    // Whoever has begun it may be dead: it comes again until that is known, and then it is given up.
    if (fate === 'come-back-later') throw new Error(`the mail of ${linkId} has begun`);
  },
);

async function send({ record, link, address, asks }: MailToSend): Promise<MailSent> {
  const stopped = await stops.why(address);
  // Guard: who has complained about mail gets none.
  if (stopped !== undefined)
    return { state: 'not_reached', reason: 'mail to this address bounces, or is not wanted there' };
  const [key, base] = await Promise.all([secret(environment.LINK_SECRET), publicUrl(setting)]);
  const url = `${base}/v1/partner/${signPartnerLink(link, key)}`;
  const mail = composePartnerMail(record, link, asks, url);
  try {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: environment.MAIL_FROM,
        Destination: { ToAddresses: [address] },
        ConfigurationSetName: environment.CONFIGURATION_SET,
        EmailTags: [
          { Name: 'partner', Value: link.linkId },
          { Name: 'case', Value: record.id },
        ],
        Content: mailContent(mail, { 'Auto-Submitted': 'auto-generated' }),
      }),
    );
    return { state: 'sent' };
  } catch (error) {
    if (error instanceof TooManyRequestsException) return { state: 'limited' };
    const refusal = finalMailRefusal(error);
    if (refusal !== undefined) return { state: 'not_reached', reason: `SES refuses it (${refusal})` };
    throw error;
  }
}
