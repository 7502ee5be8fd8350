import { expect, it } from 'vitest';
import { comesFromElsewhere } from '../../../lambdas/notification/comes-from-elsewhere.ts';

const host = 'abc123.execute-api.eu-central-1.amazonaws.com';

it.each([
  ['our page in a browser', { 'sec-fetch-site': 'same-origin', origin: 'null', host }, false],
  ['an address that somebody has typed', { 'sec-fetch-site': 'none', host }, false],
  ['the page of another', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host }, true],
  ['the page of another that hides its origin', { 'sec-fetch-site': 'cross-site', origin: 'null', host }, true],
  ['a page beside ours', { 'sec-fetch-site': 'same-site', host }, true],
  ['our page in an older browser', { Origin: `https://${host}`, Host: host }, false],
  ['our page in an older browser, which keeps its origin to itself', { Origin: 'null', Host: host }, false],
  ['the page of another in an older browser', { Origin: 'https://evil.example', Host: host }, true],
  ['a host that only begins like ours', { origin: `https://${host}.evil.example`, host }, true],
  ['an origin that is none', { origin: 'evil', host }, true],
  ['no browser', { host }, false],
])('%s', (_who, headers, isElsewhere) => {
  expect(comesFromElsewhere(headers)).toBe(isElsewhere);
});
