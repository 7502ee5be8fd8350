export { nameOwner } from './name-owner.ts';
export { personForTeam, whoIsOnDuty } from './on-duty.ts';
