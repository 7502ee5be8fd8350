export { nameOwner } from './name-owner.ts';
export { onDuty } from './on-duty.ts';
export { timetableOf } from './timetable.ts';
export type { Shift } from './timetable.ts';
export { ruleOf } from './turns.ts';
export { whoIsOnDuty } from './who-is-on-duty.ts';
