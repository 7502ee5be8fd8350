export { startPlaybook } from './start-playbook.ts';
export { playbookOf, promiseDate } from './propose-actions.ts';
