import type { SubjectReference } from '../../contracts/index.ts';
import { SALESFORCE_API } from '../../systems/salesforce.ts';

/** Asks for the customer behind a shipment. In a literal of SOQL quotes and backslashes stand behind a backslash. */
export function customerQuestion(references: readonly SubjectReference[]): string {
  const values = references.map(({ value }) => `'${value.replace(/[\\']/g, '\\$&')}'`).join(',');
  const query = `SELECT Account.Name, Account.Tier__c, Account.SafetyCritical__c, Account.Service_Email__c, Account.Service_Language__c, Account.No_Service_Mail__c, PenaltyAmount__c, CurrencyIsoCode, OpenComplaints__c FROM Shipment__c WHERE Reference__c IN (${values}) LIMIT 1`;
  return `${SALESFORCE_API}/query?q=${encodeURIComponent(query)}`;
}
