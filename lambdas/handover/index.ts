export { loadHandover, whyNotHandedOver } from './adapters/load-handover.ts';
