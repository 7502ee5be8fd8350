/** Where Salesforce keeps what we ask and change; test/vendors/ holds every request of ours against what it publishes. */
export const SALESFORCE_API = '/services/data/v62.0';
/** Our external id of a record, unique: by it a record that we have made is found again. */
export const FAIRLEAD_KEY = 'Fairlead_Key__c';
