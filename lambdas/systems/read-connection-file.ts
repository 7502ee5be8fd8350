import { connection } from '../contracts/index.ts';
import type { Connection } from '../contracts/index.ts';
import { inOrder, parse, placed, syntaxProblems } from '../policy/placed-yaml.ts';
import type { YamlText } from '../policy/placed-yaml.ts';
import type { PackProblem, PlacedProblem } from '../policy/pack-problem.ts';
import { FACT_NAMES } from './fact-names.ts';

/** The most that a setting can hold. */
const MOST_BYTES = 8_192;

export type ReadConnectionFile =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/** A connection as people keep it; each problem at its line and column. */
export function readConnectionFile(text: YamlText): ReadConnectionFile {
  const file = parse(text);
  const unreadable = syntaxProblems(file);
  if (unreadable.length > 0) return { ok: false, problems: inOrder(unreadable) };
  const read = connection.safeParse(file.sections);
  const problems = read.success
    ? problemsOf(read.data)
    : read.error.issues.map(({ path, message }) => ({
        pointer: `/${path.map(String).join('/')}`,
        problem: message,
        mend: 'docs/connections.md says what may stand here',
      }));
  if (!read.success || problems.length > 0)
    return { ok: false, problems: inOrder(problems.map((one) => placed(one, [file]))) };
  return { ok: true, connection: read.data };
}

function problemsOf(read: Connection): readonly PackProblem[] {
  const size = Buffer.byteLength(JSON.stringify(read));
  return [
    ...(size <= MOST_BYTES
      ? []
      : [
          {
            pointer: '/questions',
            problem: `it has ${String(size)} bytes, and a setting holds ${String(MOST_BYTES)}`,
            mend: 'ask fewer questions, or leave out facts that no rule reads',
          },
        ]),
    ...twice(read),
    ...unknownFacts(read),
    ...unpaged(read),
  ];
}

function twice({ instances }: Connection): readonly PackProblem[] {
  return instances.flatMap(({ name }, index) =>
    instances.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            pointer: `/instances/${String(index)}/name`,
            problem: `there is an instance ${name} already`,
            mend: 'give it a name of its own',
          },
        ],
  );
}

function unknownFacts({ system, questions = [] }: Connection): readonly PackProblem[] {
  const names = FACT_NAMES[system];
  return questions.flatMap(({ facts }, index) =>
    Object.keys(facts)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        pointer: `/questions/${String(index)}/facts/${name}`,
        problem: `nobody reads a fact ${name} of ${system}`,
        mend: `write one of ${names.join(', ')}`,
      })),
  );
}

/** Without a list there is nothing to turn pages in. */
function unpaged({ questions = [] }: Connection): readonly PackProblem[] {
  return questions.flatMap(({ path, paging }, index) =>
    paging !== undefined && path.includes('{reference}')
      ? [
          {
            pointer: `/questions/${String(index)}/paging`,
            problem: 'a path with {reference} names one record, which has no pages',
            mend: 'leave `paging` out',
          },
        ]
      : [],
  );
}
