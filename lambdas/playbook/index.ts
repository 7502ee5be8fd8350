export { playbookOf } from './propose-actions.ts';
export { knownFacts } from './wish.ts';
export type { KnownFacts, Wish } from './wish.ts';
export { promiseDate } from './wishes-of.ts';
