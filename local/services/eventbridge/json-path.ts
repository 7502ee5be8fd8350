import { UnsupportedError } from '../../kernel/errors.ts';

type Select = (event: unknown) => unknown;

const STEP = /\.([A-Za-z0-9_/-]+)|\.\*|\[(\d+|\*)\]|\['([^']+)'\]/y;

/** A name, an index, or all members. */
type Step = { readonly key: string | number } | 'all';

function stepsOf(path: string): readonly Step[] {
  if (!path.startsWith('$')) throw new UnsupportedError(`the JSON path ${path}`);
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) throw new UnsupportedError(`the JSON path ${path}`);
    const [, name, index, quoted] = match;
    const key = name ?? quoted;
    if (key !== undefined) steps.push({ key });
    else steps.push(index === undefined || index === '*' ? 'all' : { key: Number(index) });
  }
  return steps;
}

function take(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return Reflect.get(value, key);
}

function select(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step !== 'all') return select(take(value, step.key), rest);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value)
    .map((member: unknown) => select(member, rest))
    .filter((member) => member !== undefined);
}

/**
 * The part of JSON path that EventBridge knows: dots, dashes, indices, wildcards. Undefined where there is nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function compilePath(path: string): Select {
  const steps = stepsOf(path);
  return (event) => select(event, steps);
}
