import type { CodeRule, PolicyPack } from '../contracts/index.ts';
import { inEach, noSuchType } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Rules for the codes of senders that lead to a type of the pack, and that some report can come to. */
export function codeProblems({ codes = [], types }: PolicyPack): readonly PackProblem[] {
  return inEach(codes, '/codes', (rule, at, index) => {
    const before = codes.slice(0, index).find((other) => takesAllOf(other, rule));
    return [
      ...(rule.type === 'none' || types[rule.type] !== undefined
        ? []
        : [noSuchType(`${at}/type`, rule.type, [...Object.keys(types), 'none'])]),
      ...(rule.scheme.startsWith('fairlead:')
        ? [
            {
              pointer: `${at}/scheme`,
              problem: 'what Fairlead itself reports is no code of a sender',
              mend: 'write a code list of a sender, e.g. x12:1651',
            },
          ]
        : []),
      ...(before === undefined
        ? []
        : [
            {
              pointer: at,
              problem: `the rule ${rule.id} is never reached: ${before.id} before it takes all its codes`,
              mend: 'put the narrower rule first, or delete it',
            },
          ]),
    ];
  });
}

function takesAllOf(first: CodeRule, second: CodeRule): boolean {
  return (
    first.scheme === second.scheme &&
    isWithin(second.codes, first.codes) &&
    isWithin(second.status, first.status) &&
    isWithin(second.sources, first.sources)
  );
}

/** Absent: whatever it is. */
function isWithin(narrow: readonly string[] | undefined, wide: readonly string[] | undefined): boolean {
  return wide === undefined || (narrow !== undefined && narrow.every((one) => wide.includes(one)));
}
