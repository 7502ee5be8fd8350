import { canonicalJson } from '../contracts/index.ts';
import type { PolicyPack, PolicyScope } from '../contracts/index.ts';
import { checkPack } from './check-pack.ts';
import { covers, laidOver, meets, NEVER, overlayHead, pathOf, say, scopesOf, touchedBy } from './overlay.ts';
import type { Overlay, Path } from './overlay.ts';

/** A problem of an overlay, at a path of its file. */
export interface OverlayProblem {
  readonly file: string;
  readonly path: Path;
  readonly problem: string;
  readonly mend: string;
}

/** The pack that holds for a region, a unit, or one in the other. */
export interface EffectivePack {
  readonly scope: PolicyScope;
  readonly overlays: readonly string[];
  readonly pack: PolicyPack;
}

export type CheckedOverlays =
  | { readonly ok: true; readonly overlays: readonly EffectivePack[] }
  | { readonly ok: false; readonly problems: readonly OverlayProblem[] };

/** Each of them is checked whole, within the time that a call has. */
const MOST_EFFECTIVE = 12;
/** A transaction of DynamoDB has 4 MB (and 100 items, which twelve versions never reach). The rest is for what else a publication writes. */
const MOST_BYTES = 3_500_000;

/** What of a file is an overlay: its head, and the rest. */
export function readOverlay(file: string, said: Readonly<Record<string, unknown>>): Overlay | OverlayProblem {
  const { overlay, ...sections } = said;
  const head = overlayHead.safeParse(overlay);
  return head.success
    ? { file, scope: head.data, sections }
    : {
        file,
        path: ['overlay'],
        problem: head.error.issues.map(({ message }) => message).join('; '),
        mend: 'write e.g. overlay: { region: eu }',
      };
}

/** Whether each overlay touches only what the global pack lets it touch, and leaves a pack that may be published. `sections` are those of the global pack as they are written. */
export function checkOverlays(
  pack: PolicyPack,
  sections: Readonly<Record<string, unknown>>,
  overlays: readonly Overlay[],
): CheckedOverlays {
  const first = [...overlays.flatMap((overlay) => tooMuch(pack, sections, overlay)), ...twice(overlays)];
  const scopes = scopesOf(overlays);
  if (scopes.length > MOST_EFFECTIVE)
    first.push(
      tooMany(
        overlays,
        `${String(scopes.length)} combinations of region and unit; at most ${String(MOST_EFFECTIVE)}`,
        'let overlays hold in fewer regions and units, or put what two of them say alike into the global pack',
      ),
    );
  if (first.length > 0) return { ok: false, problems: first };
  const checked = scopes.map(({ scope, layers }) => {
    const merged = layers.reduce<unknown>((base, { sections: over }) => laidOver(base, over), sections);
    return { scope, layers, merged, result: checkPack(merged) };
  });
  const problems = wrongIn(
    checked.flatMap(({ layers, merged, result }) =>
      result.ok
        ? []
        : result.problems.map(({ pointer, ...said }) => ({ ...said, layers, path: pathOf(merged, pointer) })),
    ),
  );
  const effective = checked.flatMap(({ scope, layers, result }) =>
    result.ok ? [{ scope, overlays: layers.map(({ file }) => file), pack: result.pack }] : [],
  );
  const bytes = [pack, ...effective.map((one) => one.pack)].reduce(
    (sum, one) => sum + Buffer.byteLength(canonicalJson(one)),
    0,
  );
  if (bytes > MOST_BYTES)
    problems.push(
      tooMany(
        overlays,
        `${String(bytes)} bytes with all overlays; at most ${String(MOST_BYTES)} can be published`,
        'let overlays hold in fewer regions and units, or make the global pack smaller: it is published once more with each of them',
      ),
    );
  return problems.length === 0 ? { ok: true, overlays: effective } : { ok: false, problems: distinct(problems) };
}

interface Found {
  readonly layers: readonly Overlay[];
  readonly path: Path;
  readonly problem: string;
  readonly mend: string;
}

/** Problems at the overlay that was laid on last: the others are right without it. What was wrong before it was laid on is told of them, and not of it. */
function wrongIn(found: readonly Found[]): OverlayProblem[] {
  const isSame = (one: Found, other: Found): boolean =>
    one.problem === other.problem && say(one.path) === say(other.path);
  const isPart = (less: Found, more: Found): boolean =>
    less.layers.length < more.layers.length && less.layers.every((layer) => more.layers.includes(layer));
  return found
    .filter((one) => !found.some((other) => isPart(other, one) && isSame(other, one)))
    .map(({ layers, path, problem, mend }) => ({
      file: layers.at(-1)?.file ?? '',
      path,
      problem: `with the overlay: ${problem}`,
      mend,
    }));
}

function tooMuch(pack: PolicyPack, sections: unknown, { file, sections: over }: Overlay): OverlayProblem[] {
  const { mayTouch = [], butNot = [] } = pack.overlays ?? {};
  const told = mayTouch.length === 0 ? 'none' : mayTouch.join(', ');
  return touchedBy(sections, over)
    .filter(
      (path) =>
        NEVER.includes(path[0] ?? '') ||
        !mayTouch.some((pattern) => covers(pattern, path)) ||
        butNot.some((pattern) => meets(pattern, path)),
    )
    .map((path) => ({
      file,
      path,
      problem: `an overlay may not touch ${say(path)}`,
      mend: `leave it to the global pack, whose overlays/mayTouch names: ${told}${butNot.length === 0 ? '' : `; but not ${butNot.join(', ')}`}`,
    }));
}

function twice(overlays: readonly Overlay[]): OverlayProblem[] {
  return overlays.flatMap(({ file, scope }, index) => {
    const before = overlays.slice(0, index).find((one) => canonicalJson(one.scope) === canonicalJson(scope));
    return before === undefined
      ? []
      : [
          {
            file,
            path: ['overlay'],
            problem: `${before.file} is the overlay of the same region and unit`,
            mend: 'put the two into one file',
          },
        ];
  });
}

function tooMany(overlays: readonly Overlay[], problem: string, mend: string): OverlayProblem {
  return { file: overlays.at(-1)?.file ?? '', path: ['overlay'], problem, mend };
}

/** One overlay is part of several packs: what is wrong with it is said once. */
function distinct(problems: readonly OverlayProblem[]): readonly OverlayProblem[] {
  return [...new Map(problems.map((one) => [canonicalJson(one), one])).values()];
}
