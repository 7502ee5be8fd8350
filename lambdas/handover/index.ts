export { loadHandover, whyNotHandedOver } from './adapters/load-handover.ts';
export type { LoadedHandover, WaitingApproval } from './adapters/load-handover.ts';
