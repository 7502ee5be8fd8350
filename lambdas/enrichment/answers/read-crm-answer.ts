import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** Answer of a CRM query in the shape of the Salesforce REST API: records with their account. */
const crmAnswer = z.object({
  records: z.array(
    z.object({
      Account: z.object({
        Name: z.string().optional(),
        Tier__c: z.string().optional(),
        SafetyCritical__c: z.boolean().optional(),
        Service_Email__c: z.string().nullish(),
        Service_Language__c: z.string().nullish(),
        No_Service_Mail__c: z.boolean().nullish(),
      }),
      PenaltyAmount__c: z.number().nullish(),
      CurrencyIsoCode: z.string().length(3).nullish(),
      OpenComplaints__c: z.number().nullish(),
    }),
  ),
});

export function readCrmAnswer(body: unknown): Facts | undefined {
  const [record] = crmAnswer.parse(body).records;
  if (record === undefined) return undefined;
  const { PenaltyAmount__c: penalty, CurrencyIsoCode: currency, OpenComplaints__c: complaints } = record;
  return present({
    customerName: record.Account.Name,
    tier: record.Account.Tier__c?.toLowerCase(),
    safetyCritical: record.Account.SafetyCritical__c,
    penalty: penalty == null || currency == null ? undefined : { amount: penalty.toFixed(2), currency },
    openComplaints: complaints ?? undefined,
    contactEmail: record.Account.Service_Email__c ?? undefined,
    // Salesforce writes `de_DE`.
    contactLanguage: record.Account.Service_Language__c?.replace('_', '-'),
    noMail: record.Account.No_Service_Mail__c === true ? true : undefined,
  });
}
