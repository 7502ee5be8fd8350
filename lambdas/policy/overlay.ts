import * as z from 'zod';
import { policyPack, policyScope } from '../contracts/index.ts';
import type { PolicyPack, PolicyScope } from '../contracts/index.ts';
import type { PackProblem } from './pack-problem.ts';

/** Sections of a file that says `overlay`: what is otherwise for a region, a business unit, or one in the other. */
export interface Overlay {
  readonly file: string;
  readonly scope: PolicyScope;
  readonly sections: Readonly<Record<string, unknown>>;
}

/** A place of a pack, with the id of an item where it stands in a list of such. */
export type Path = readonly string[];

/** Lists in which the first that holds wins: what is local comes before what is global. Elsewhere the order says nothing, or the last one wins. */
const FIRST_WINS: readonly string[] = ['/ownership/rules', '/grouping', '/codes'];

const item = z.looseObject({ id: z.string() });
const object = z.record(z.string(), z.unknown());
type Item = z.infer<typeof item>;

/** `overlay: { region: eu, businessUnit: retail }`, as far as it says that. */
export const overlayHead = policyScope.refine(
  ({ region, businessUnit }) => region !== undefined || businessUnit !== undefined,
  'name a region, a businessUnit, or both',
);

/** The pack that holds where an overlay is laid over another: lists of items with ids are joined by id, everything else is replaced. */
export function laidOver(base: unknown, over: unknown, path: Path = []): unknown {
  const [below, above] = [itemsOf(base), itemsOf(over)];
  if (below !== undefined && above !== undefined) {
    const byId = new Map(above.map((one) => [one.id, one]));
    const joined = below.map((one) => laidOver(one, byId.get(one.id) ?? {}, [...path, one.id]));
    const added = above.filter(({ id }) => below.every((one) => one.id !== id));
    return FIRST_WINS.includes(say(path)) ? [...added, ...joined] : [...joined, ...added];
  }
  const [before, after] = [objectOf(base), objectOf(over)];
  if (before === undefined || after === undefined) return over;
  const merged = Object.entries(after).map(([key, value]): [string, unknown] => [
    key,
    Object.hasOwn(before, key) ? laidOver(before[key], value, [...path, key]) : value,
  ]);
  return { ...before, ...Object.fromEntries(merged) };
}

/** Each place that an overlay says something about, as deep as it goes. */
export function touchedBy(base: unknown, over: unknown, path: Path = []): readonly Path[] {
  const [below, above] = [itemsOf(base), itemsOf(over)];
  if (above !== undefined && (below !== undefined || base === undefined) && above.length > 0)
    return above.flatMap((one) => {
      const known = below?.find(({ id }) => id === one.id);
      const { id: _id, ...said } = one;
      return touchedBy(known, known === undefined ? one : said, [...path, one.id]);
    });
  const after = objectOf(over);
  if (after === undefined || (base !== undefined && objectOf(base) === undefined)) return [path];
  const members = Object.entries(after);
  const before = objectOf(base) ?? {};
  if (members.length === 0) return base === undefined ? [path] : [];
  return members.flatMap(([key, value]) =>
    touchedBy(Object.hasOwn(before, key) ? before[key] : undefined, value, [...path, key]),
  );
}

/** `/people/*` covers whatever a person says; `*` is any one part. */
export function covers(pattern: string, path: Path): boolean {
  const parts = pattern.split('/').slice(1);
  return parts.length <= path.length && fits(parts, path);
}

/** Whether something of what the pattern names would be touched: below it, or above it. */
export function meets(pattern: string, path: Path): boolean {
  return fits(pattern.split('/').slice(1), path);
}

function fits(parts: Path, path: Path): boolean {
  return parts.every((part, index) => path[index] === undefined || part === '*' || part === path[index]);
}

/** `/people/mei-tan/phone` */
export function say(path: Path): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The path of a pointer into a pack, with ids in place of positions. */
export function pathOf(pack: unknown, pointer: string): Path {
  let node = pack;
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const items = itemsOf(node);
      const named = items?.[Number(part)];
      node = named ?? (Array.isArray(node) ? node[Number(part)] : objectOf(node)?.[part]);
      return named?.id ?? part;
    });
}

/** What says what a pack is, and what overlays may do. */
export const NEVER: readonly string[] = ['contract', 'name', 'overlays'];

/** Patterns of the global pack that name nothing that there is. */
export function overlayPatternProblems({ overlays }: PolicyPack): PackProblem[] {
  const sections = Object.keys(policyPack.shape).filter((name) => !NEVER.includes(name));
  return Object.entries(overlays ?? {}).flatMap(([list, patterns]) =>
    patterns.flatMap((pattern, index) =>
      sections.includes(pattern.split('/')[1] ?? '')
        ? []
        : [
            {
              pointer: `/overlays/${list}/${String(index)}`,
              problem: `no section that overlays could touch is called as in ${pattern}`,
              mend: `begin with one of ${sections.map((name) => `/${name}`).join(', ')}`,
            },
          ],
    ),
  );
}

/** Every region and unit for which something is otherwise, with the overlays that hold there: the region first, the unit over it, one in the other over both. */
export function scopesOf(overlays: readonly Overlay[]): readonly { scope: PolicyScope; layers: readonly Overlay[] }[] {
  const regions = distinct(overlays.map(({ scope }) => scope.region));
  const units = distinct(overlays.map(({ scope }) => scope.businessUnit));
  return regions
    .flatMap((region) => units.map((unit) => scopeOf(region, unit)))
    .map((scope) => ({ scope, layers: overlays.filter((one) => holdsIn(one.scope, scope)).sort(byDepth) }))
    .filter(({ scope, layers }) => layers.length > 0 && isSaid(scope, layers));
}

/** Undefined stands for those that no overlay names. */
function distinct(names: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set([undefined, ...names])];
}

function scopeOf(region: string | undefined, businessUnit: string | undefined): PolicyScope {
  return {
    ...(region === undefined ? {} : { region }),
    ...(businessUnit === undefined ? {} : { businessUnit }),
  };
}

function holdsIn(overlay: PolicyScope, scope: PolicyScope): boolean {
  return (
    (overlay.region ?? scope.region) === scope.region &&
    (overlay.businessUnit ?? scope.businessUnit) === scope.businessUnit
  );
}

const depthOf = ({ region, businessUnit }: PolicyScope): number =>
  (region === undefined ? 0 : 1) + (businessUnit === undefined ? 0 : 2);
const byDepth = (left: Overlay, right: Overlay): number => depthOf(left.scope) - depthOf(right.scope);

/** A region with a unit is of its own only where the overlays of the two say more than those of one. */
function isSaid({ region, businessUnit }: PolicyScope, layers: readonly Overlay[]): boolean {
  const needs = (name: 'region' | 'businessUnit') => layers.some(({ scope }) => scope[name] !== undefined);
  return (region === undefined || needs('region')) && (businessUnit === undefined || needs('businessUnit'));
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return object.safeParse(value).data;
}

function itemsOf(value: unknown): readonly Item[] | undefined {
  return z.array(item).safeParse(value).data;
}
