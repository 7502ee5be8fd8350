import { durationMs } from '../case/duration.ts';
import { isZone } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { inEach } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

type PerSeverity = PolicyPack['clocks']['acknowledge'];
const LEVELS = ['S1', 'S2', 'S3', 'S4'] as const;

/** Times that a manager would stumble over: less time for what is less severe, zones that do not exist. (A delay counts from the step before and is never negative, so no step can be earlier than the one before it.) */
export function timeProblems(pack: PolicyPack): readonly PackProblem[] {
  const { acknowledge, resolve, communicate } = pack.clocks;
  return [
    ...Object.entries({ acknowledge, resolve, communicate }).flatMap(([name, times]) =>
      fallingTimes(times, `/clocks/${name}`),
    ),
    ...Object.entries(pack.types).flatMap(([type, { clocks = {} }]) =>
      Object.entries(clocks).flatMap(([name, times]) =>
        times === undefined ? [] : fallingTimes(times, `/types/${type}/clocks/${name}`),
      ),
    ),
    ...inEach(pack.escalation, '/escalation', ({ steps, acknowledgeTimeout, repeatAfter }, at) => [
      ...fallingTimes(acknowledgeTimeout, `${at}/acknowledgeTimeout`),
      ...fallingTimes(repeatAfter, `${at}/repeatAfter`),
      ...inEach(steps, `${at}/steps`, ({ delay }, step) => fallingTimes(delay, `${step}/delay`)),
    ]),
    ...triageProblems(pack),
    ...rateProblems(pack),
    ...zoneProblems(pack),
  ];
}

function fallingTimes(times: PerSeverity, at: string): readonly PackProblem[] {
  return LEVELS.slice(1).flatMap((level, index) => {
    const above = LEVELS[index] ?? 'S1';
    return durationMs(times[level]) >= durationMs(times[above])
      ? []
      : [
          {
            pointer: `${at}/${level}`,
            problem: `${level} has ${times[level]} and ${above}, which is more severe, has ${times[above]}`,
            mend: 'a more severe level never waits longer',
          },
        ];
  });
}

/** Shorter, and no system could ever answer; longer, and the functions that ask would end before. */
function triageProblems({ triage: { within } }: PolicyPack): readonly PackProblem[] {
  const length = durationMs(within);
  return length >= 1_000 && length <= 10_000
    ? []
    : [{ pointer: '/triage/within', problem: `triage cannot wait ${within}`, mend: 'write PT1S to PT10S' }];
}

/** Shorter, and it is no bound; longer, and what waits is no news any more. */
function rateProblems({ messageRate: { within } }: PolicyPack): readonly PackProblem[] {
  const length = durationMs(within);
  return length >= 60_000 && length <= 3_600_000
    ? []
    : [
        {
          pointer: '/messageRate/within',
          problem: `messages cannot wait ${within} for their turn`,
          mend: 'write PT1M to PT1H',
        },
      ];
}

function zoneProblems(pack: PolicyPack): readonly PackProblem[] {
  return (['people', 'teams', 'rotas'] as const).flatMap((section) =>
    pack[section].flatMap(({ zone }, index) =>
      isZone(zone)
        ? []
        : [
            {
              pointer: `/${section}/${String(index)}/zone`,
              problem: `${zone} is no time zone`,
              mend: 'write an IANA zone, e.g. Europe/Berlin',
            },
          ],
    ),
  );
}
