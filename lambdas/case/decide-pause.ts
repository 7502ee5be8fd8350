import type { Case, Clock, ClockName, Happening, PolicyPack } from '../contracts/index.ts';
import { changeClocks, hoursOfClock, isRunning, pauseClock, pausedClocks, resumeClock } from './clocks.ts';
import { actsOf, notKnown, notPossible, withText } from './command.ts';
import type { CommandContext, CommandDecision, SteeringCommand } from './command.ts';
import { addDuration } from './duration.ts';
import { isLive } from './states.ts';

/** Whoever waits longer looks at it again before. */
const LONGEST_PAUSE = 'P7D';

/** What waits where nobody says otherwise: to solve it. The customer is told in time also while the carrier is waited for. */
const WAITS: readonly ClockName[] = ['resolve'];

/** Somebody outside has to act first. It has an end, so that nothing waits forever, and is part of the measures. */
export function decidePause(
  record: Case,
  command: Extract<SteeringCommand, { kind: 'pause' }>,
  context: CommandContext,
): CommandDecision {
  const { at, pack } = context;
  const { via, waitingFor, clocks: wanted = WAITS } = command;
  if (!isLive(record)) return { outcome: 'refused', problem: notPossible(`The case is ${record.state}.`) };
  if (record.clocks === undefined)
    return { outcome: 'refused', problem: notPossible('The case has not been assessed yet; try again in a minute.') };
  const until = new Date(Date.parse(command.until)).toISOString();
  if (until <= at) return { outcome: 'refused', problem: notKnown('until', 'It must be in the future.') };
  const latest = addDuration(at, LONGEST_PAUSE);
  if (until > latest)
    return { outcome: 'refused', problem: notKnown('until', `At most seven days: until ${latest} at the latest.`) };
  const before = pausedClocks(record.clocks);
  const { pause } = record;
  if (pause?.until === until && pause.waitingFor === waitingFor && wanted.every((name) => before.includes(name)))
    return { outcome: 'unchanged', why: `It waits for ${inWords(waitingFor)} until ${until} already.` };
  // A pause that is changed ends, and another begins: so is each in the record.
  const ended = resumeAll(record, at, pack, via);
  const resumed = ended?.clocks ?? record.clocks;
  // What is due by now is broken, and no pause mends it.
  const paused = wanted.filter((name) => isRunning(resumed[name]) && Date.parse(resumed[name].dueAt) > Date.parse(at));
  if (paused.length === 0)
    return { outcome: 'refused', problem: notPossible(`No clock is running that could wait (${wanted.join(', ')}).`) };
  const clocks = changeClocks(resumed, paused, (clock) => pauseClock(clock, at));
  const happenings: Happening[] = [
    ...(ended === undefined ? [] : [ended]),
    { what: 'ClocksPaused', via, waitingFor, until, paused: [...paused], clocks },
  ];
  return withText(actsOf(record, context, happenings), 'ClocksPaused', command.reason);
}

export function decideResume(
  record: Case,
  { via, reason }: Extract<SteeringCommand, { kind: 'resume' }>,
  context: CommandContext,
): CommandDecision {
  const resumed = resumeAll(record, context.at, context.pack, via);
  if (resumed === undefined) return { outcome: 'unchanged', why: 'No clock of the case is paused.' };
  return withText(actsOf(record, context, [resumed]), 'ClocksResumed', reason);
}

/** All paused clocks go on; undefined where none is paused. */
export function resumeAll(
  { clocks, pause }: Case,
  at: string,
  pack: PolicyPack,
  via: Extract<Happening, { what: 'ClocksResumed' }>['via'],
): Extract<Happening, { what: 'ClocksResumed' }> | undefined {
  if (clocks === undefined || pause === undefined) return undefined;
  const paused = pausedClocks(clocks);
  const goOn = (clock: Clock): Clock => resumeClock(clock, at, hoursOfClock(clock, pack));
  return { what: 'ClocksResumed', via, resumed: [...paused], clocks: changeClocks(clocks, paused, goOn) };
}

/** When the pause of a case ends by itself: an outside deadline waits for nobody. Undefined where nothing is paused. */
export function pauseEndsAt({ clocks, pause }: Case): string | undefined {
  if (clocks === undefined || pause === undefined) return undefined;
  const deadlines = pausedClocks(clocks).flatMap((name) => clocks[name].deadline ?? []);
  return [pause.until, ...deadlines].reduce((first, one) => (Date.parse(one) < Date.parse(first) ? one : first));
}

function inWords(waitingFor: NonNullable<Case['pause']>['waitingFor']): string {
  return waitingFor === 'other' ? 'somebody' : `the ${waitingFor}`;
}
