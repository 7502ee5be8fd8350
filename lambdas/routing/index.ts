export { nameOwner } from './name-owner.ts';
export { whoIsOnDuty } from './on-duty.ts';
