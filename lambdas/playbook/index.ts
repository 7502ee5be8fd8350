export { playbookOf, promiseDate } from './propose-actions.ts';
