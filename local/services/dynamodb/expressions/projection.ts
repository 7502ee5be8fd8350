import type { Item, Value } from '../values.ts';
import { complaintOfOverlap, ownMember } from './path.ts';
import type { Path } from './path.ts';
import type { Reader } from './reader.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html */
export function readProjection(reader: Reader): readonly Path[] {
  const paths = [reader.readPath()];
  while (reader.takes(',')) paths.push(reader.readPath());
  reader.expectEnd();
  const complaint = complaintOfOverlap(paths);
  if (complaint !== undefined) throw reader.fail(complaint);
  return paths;
}

/** The parts of the item that the paths name; elements of lists close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const result: Item = {};
  for (const [name, rest] of byHead(paths)) {
    const value = typeof name === 'string' ? ownMember(item, name) : undefined;
    const part = value === undefined ? undefined : projectValue(value, rest);
    if (part !== undefined) result[name] = part;
  }
  return result;
}

function projectValue(value: Value, rest: readonly Path[]): Value | undefined {
  if (rest.some((path) => path.length === 0)) return value;
  if ('M' in value) {
    const members = project(value.M, rest);
    return Object.keys(members).length === 0 ? undefined : { M: members };
  }
  if (!('L' in value)) return undefined;
  const elements = [...byHead(rest)]
    .toSorted(([one], [two]) => Number(one) - Number(two))
    .map(([position, further]) => {
      const element = typeof position === 'number' ? value.L[position] : undefined;
      return element === undefined ? undefined : projectValue(element, further);
    })
    .filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : { L: elements };
}

function byHead(paths: readonly Path[]): Map<string | number, Path[]> {
  const groups = new Map<string | number, Path[]>();
  for (const path of paths) {
    const [head, ...rest] = path;
    if (head === undefined) continue;
    const group = groups.get(head);
    if (group === undefined) groups.set(head, [rest]);
    else group.push(rest);
  }
  return groups;
}
