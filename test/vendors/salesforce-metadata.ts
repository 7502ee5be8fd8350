/*
 * Published metadata of Salesforce, API version 62.0: standard fields of objects with their types (Object Reference: Case, Account; https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/),
 * resources, headers and errors of the REST API (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/). Names, types and codes only.
 */
export type SoapType =
  'id' | 'string' | 'textarea' | 'picklist' | 'reference' | 'datetime' | 'boolean' | 'currency' | 'double';
type Fields = Readonly<Record<string, SoapType>>;

export interface SObject {
  readonly fields: Fields;
  /** Set by the platform. */
  readonly readOnly: readonly string[];
  /** Objects that a query reaches by a relationship. */
  readonly parents: Readonly<Record<string, string>>;
}

const of = (type: SoapType, names: string): Fields => Object.fromEntries(names.split(' ').map((name) => [name, type]));
const SYSTEM: Fields = {
  ...of('id', 'Id'),
  ...of('reference', 'OwnerId CreatedById LastModifiedById'),
  ...of('datetime', 'CreatedDate LastModifiedDate SystemModstamp'),
  ...of('boolean', 'IsDeleted'),
};
const READ_ONLY = [
  'Id',
  'CreatedById',
  'LastModifiedById',
  'CreatedDate',
  'LastModifiedDate',
  'SystemModstamp',
  'IsDeleted',
];

export const STANDARD: Readonly<Record<string, SObject>> = {
  Case: {
    fields: {
      ...SYSTEM,
      ...of('string', 'CaseNumber Subject SuppliedName SuppliedEmail SuppliedPhone SuppliedCompany'),
      ...of('textarea', 'Description'),
      ...of('picklist', 'Status Priority Origin Type Reason'),
      ...of('reference', 'AccountId ContactId ParentId'),
      ...of('boolean', 'IsClosed IsEscalated'),
      ...of('datetime', 'ClosedDate'),
    },
    readOnly: [...READ_ONLY, 'CaseNumber', 'IsClosed', 'ClosedDate'],
    parents: { Account: 'Account' },
  },
  Account: {
    fields: {
      ...SYSTEM,
      ...of('string', 'Name AccountNumber Site'),
      ...of('picklist', 'Type Industry Rating'),
      ...of('currency', 'AnnualRevenue'),
      // Where the organization has several currencies, each record has one.
      ...of('picklist', 'CurrencyIsoCode'),
    },
    readOnly: READ_ONLY,
    parents: {},
  },
};

/** Objects and fields that a customer adds end so, and so do their relationships with `__r`. */
export const CUSTOM = /^[A-Za-z](?!\w*__\w*__c)\w*__c$/;

/** The ones that this product asks of a CRM (README of lambdas/systems). */
export const CUSTOM_FIELDS: Readonly<Record<string, Fields>> = {
  Case: { Fairlead_Key__c: 'string', Shipment_Reference__c: 'string' },
  Account: {
    Tier__c: 'picklist',
    SafetyCritical__c: 'boolean',
    Service_Email__c: 'string',
    Service_Language__c: 'picklist',
    No_Service_Mail__c: 'boolean',
  },
  Shipment__c: {
    Reference__c: 'string',
    PenaltyAmount__c: 'currency',
    OpenComplaints__c: 'double',
    CurrencyIsoCode: 'picklist',
  },
};
/** An object of a customer's own has a standard field of each record, and here the account that it is for. */
export const CUSTOM_OBJECTS: Readonly<Record<string, SObject>> = {
  Shipment__c: { fields: { ...SYSTEM, Name: 'string' }, readOnly: READ_ONLY, parents: { Account: 'Account' } },
};

/** Codes of errors with the status that they come with: "Status Codes and Error Responses". */
export const ERRORS: Readonly<Record<string, number>> = {
  INVALID_SESSION_ID: 401,
  MALFORMED_QUERY: 400,
  INVALID_FIELD: 400,
  JSON_PARSER_ERROR: 400,
  DUPLICATE_VALUE: 400,
  INVALID_FIELD_FOR_INSERT_UPDATE: 400,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
};

/** Tags and the headers that compare them are for accounts only; the date of the last change is compared for every row. */
export const CONDITIONAL = ['if-unmodified-since', 'if-modified-since'];
