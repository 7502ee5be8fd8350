export { actionsOf, loadAction, putAction, worklist } from './adapters/action-store.dynamo.ts';
export { auditAction } from './audit-action.ts';
export { performOnAction } from './adapters/perform-on-action.ts';
export type { ActionStores } from './adapters/perform-on-action.ts';
export { proposeFromPlaybook } from './propose-from-playbook.ts';
export { proposeByPerson } from './adapters/propose-by-person.ts';
export { withdrawActions } from './withdraw-actions.ts';
export { replyToAction } from './adapters/reply-to-action.ts';
export { notTold, tellByPlaybook } from './tell-customer.ts';
