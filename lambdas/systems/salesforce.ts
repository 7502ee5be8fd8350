/** Where Salesforce keeps what we ask and change; test/vendors/ holds every request of ours against what it publishes. */
export const SALESFORCE_API = '/services/data/v62.0';
