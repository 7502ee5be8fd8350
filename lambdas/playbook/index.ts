export { playbookOf } from './propose-actions.ts';
export { knownFacts } from './wish.ts';
