import { askHandler } from './adapters/ask-handler.ts';
import { readCrmAnswer } from './answers/read-crm-answer.ts';

/** Asks the CRM for the customer behind a shipment: tier, contract penalty, open complaints, and how they are told (query in the shape of the Salesforce REST API). */
export const handler = askHandler('crm', async (references, get) => {
  const values = references.map(({ value }) => `'${value.replace(/[\\']/g, '\\$&')}'`).join(',');
  const query = `SELECT Account.Name, Account.Tier__c, Account.SafetyCritical__c, Account.Service_Email__c, Account.Service_Language__c, Account.No_Service_Mail__c, PenaltyAmount__c, CurrencyIsoCode, OpenComplaints__c FROM Shipment__c WHERE Reference__c IN (${values}) LIMIT 1`;
  return readCrmAnswer(await get(`/services/data/v62.0/query?q=${encodeURIComponent(query)}`));
});
