/*
 * What Salesforce publishes of its REST API and standard objects; names and types only.
 * Objects: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm and …_case.htm.
 * Answers: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_query.htm, resources_sobject_upsert.htm, errorcodes.htm.
 * Token: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm
 */
type FieldType =
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'reference'
  | 'datetime'
  | 'boolean'
  | 'double'
  | 'currency'
  | 'id'
  | 'phone'
  | 'url'
  | 'email';
export type Fields = Readonly<Record<string, FieldType>>;

/** CurrencyIsoCode is there where an organisation has several currencies. */
const EVERY = { Id: 'id', CurrencyIsoCode: 'picklist', CreatedDate: 'datetime', LastModifiedDate: 'datetime' } as const;

export const STANDARD: Readonly<Record<string, Fields>> = {
  Account: {
    ...EVERY,
    Name: 'string',
    AccountNumber: 'string',
    Type: 'picklist',
    Industry: 'picklist',
    Rating: 'picklist',
    Phone: 'phone',
    Website: 'url',
    OwnerId: 'reference',
    ParentId: 'reference',
  },
  Case: {
    ...EVERY,
    CaseNumber: 'string',
    Subject: 'string',
    Description: 'textarea',
    Status: 'picklist',
    Priority: 'picklist',
    Origin: 'picklist',
    Type: 'picklist',
    Reason: 'picklist',
    AccountId: 'reference',
    ContactId: 'reference',
    ParentId: 'reference',
    OwnerId: 'reference',
    IsClosed: 'boolean',
    IsEscalated: 'boolean',
    ClosedDate: 'datetime',
    SuppliedEmail: 'email',
  },
};

/** Objects and fields that an administrator adds end like this, and an object of their own has the fields that every object has. */
export const CUSTOM = /^[A-Za-z]\w*__c$/;

/** The ones that this product asks of an organisation (README of lambdas/systems). */
export const OURS: Readonly<Record<string, Fields>> = {
  Shipment__c: {
    ...EVERY,
    Name: 'string',
    Reference__c: 'string',
    PenaltyAmount__c: 'currency',
    OpenComplaints__c: 'double',
  },
  Account: { Tier__c: 'picklist', SafetyCritical__c: 'boolean' },
  Case: { Fairlead_Key__c: 'string', Shipment_Reference__c: 'string' },
};

export const QUERY_ANSWER = ['totalSize', 'done', 'nextRecordsUrl', 'records'];
export const UPSERT_ANSWER = ['id', 'success', 'errors', 'created'];
export const ERROR_ENTRY = ['message', 'errorCode', 'fields'];
export const ERROR_CODES = [
  'DUPLICATE_VALUE',
  'INVALID_FIELD',
  'INVALID_SESSION_ID',
  'JSON_PARSER_ERROR',
  'MALFORMED_QUERY',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'REQUEST_LIMIT_EXCEEDED',
];
export const TOKEN_ANSWER = ['access_token', 'signature', 'scope', 'instance_url', 'id', 'token_type', 'issued_at'];
