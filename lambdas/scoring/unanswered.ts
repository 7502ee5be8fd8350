import { counted } from '../contracts/index.ts';
import type { FactSet, PolicyPack, Reason } from '../contracts/index.ts';
import { durationMs, instantText } from '../case/duration.ts';

/** It was asked and said nothing now; older facts may serve meanwhile. */
export function isUnanswered({ state, unasked }: FactSet): boolean {
  return state !== 'live' && unasked !== true;
}

/** When a system that has been silent since then is asked again: after as long as it has been silent already, within what the policy says. */
export function askAgainAt(since: string, { askAgain }: PolicyPack, at: string): string {
  const silent = Date.parse(at) - Date.parse(since);
  const spacing = Math.min(durationMs(askAgain.longest), Math.max(durationMs(askAgain.first), silent));
  return instantText(Date.parse(at) + spacing);
}

/** That facts are old belongs to the severity that was made of them. */
export function sayWhatIsOld(facts: readonly FactSet[], at: string): readonly Reason[] {
  return facts.flatMap(({ system, state, observedAt }) =>
    state !== 'cached' || observedAt === undefined
      ? []
      : [
          {
            rule: 'facts-cached',
            text: `${system.toUpperCase()} gives no answer; its facts are ${age(observedAt, at)} old.`,
          },
        ],
  );
}

const MINUTE = 60_000;
const LARGEST_FIRST = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const;

function age(since: string, at: string): string {
  const passed = Math.max(MINUTE, Date.parse(at) - Date.parse(since));
  const [name, length] = LARGEST_FIRST.find(([, unit]) => passed >= unit) ?? ['minute', MINUTE];
  const count = Math.floor(passed / length);
  return counted(count, name);
}
