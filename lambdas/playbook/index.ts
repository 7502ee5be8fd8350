export { playbookOf } from './propose-actions.ts';
