import type { PolicyPack, Rota, RotaLayer } from '../contracts/index.ts';
import { ruleOf } from '../routing/index.ts';
import { inEach } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Rules that can be read, and overrides and swaps that mean something. Gaps are no mistake: fallback teams and the last owner are for them. */
export function rotaProblems(pack: PolicyPack): readonly PackProblem[] {
  return inEach(pack.rotas, '/rotas', (rota, at) => [
    ...inEach(rota.layers, `${at}/layers`, (layer, place) => ruleProblems(layer, rota.zone, `${place}/rotation/rrule`)),
    ...stretchProblems(rota.overrides, 'override', `${at}/overrides`),
    ...stretchProblems(rota.swaps, 'swap', `${at}/swaps`),
    ...personProblems(rota, at),
  ]);
}

function ruleProblems(layer: RotaLayer, zone: string, pointer: string): readonly PackProblem[] {
  if (typeof layer.rotation === 'string') return [];
  try {
    ruleOf(layer, layer.rotation.rrule, zone);
    return [];
  } catch (error) {
    return [
      {
        pointer,
        problem: `it is no rule of RFC 5545: ${error instanceof Error ? error.message : String(error)}`,
        mend: 'write for example FREQ=WEEKLY;INTERVAL=2 or FREQ=WEEKLY;BYDAY=MO,TH',
      },
    ];
  }
}

function stretchProblems(
  stretches: readonly { readonly from: string; readonly to: string }[],
  what: string,
  at: string,
): readonly PackProblem[] {
  return stretches.flatMap(({ from, to }, index) =>
    Date.parse(from) < Date.parse(to)
      ? []
      : [
          {
            pointer: `${at}/${String(index)}/to`,
            problem: `the ${what} ends before it begins`,
            mend: 'write a `to` that is later than `from`',
          },
        ],
  );
}

function personProblems({ overrides }: Rota, at: string): readonly PackProblem[] {
  return overrides.flatMap(({ kind, person }, index) =>
    kind === 'replace' || person !== undefined
      ? []
      : [
          {
            pointer: `${at}/overrides/${String(index)}/person`,
            problem: `it does not say whom to ${kind}`,
            mend: 'add `person`',
          },
        ],
  );
}
