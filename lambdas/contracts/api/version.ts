/**
 * Version of the described contract. The first number stands in paths (`/v1/…`) and in the names of event contracts; the second counts what was added; the third
 * counts better words. `npm run contracts -- publish` holds it against what was published.
 */
export const CONTRACT_VERSION = '1.2.0';
