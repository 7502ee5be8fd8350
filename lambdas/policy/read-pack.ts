import { isMap, isScalar } from 'yaml';
import { checkPack } from './check-pack.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { checkOverlays, readOverlay } from './check-overlays.ts';
import type { CheckedOverlays, EffectivePack, OverlayProblem } from './check-overlays.ts';
import { say } from './overlay.ts';
import type { PlacedProblem } from './pack-problem.ts';
import { at, deepest, inOrder, parse, placed, startOf, syntaxProblems } from './placed-yaml.ts';
import type { Parsed, YamlText } from './placed-yaml.ts';
import { warningsOf } from './warn-of-pack.ts';

export type PackText = YamlText;

export type ReadPack =
  | {
      readonly ok: true;
      readonly pack: PolicyPack;
      readonly overlays: readonly EffectivePack[];
      /** What will not be right for long, at its place. */
      readonly warningsAt: (at: string) => readonly PlacedProblem[];
    }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/**
 * Reads and checks a pack as people keep it. Each problem is told at its line and column; a section stands in one file only. A file that says `overlay` is laid over
 * the others, which are the global pack.
 */
export function readPack(files: readonly PackText[]): ReadPack {
  const parsed = files.map(parse);
  const [above, global] = [parsed.filter(isOverlay), parsed.filter((file) => !isOverlay(file))];
  const problems = [...parsed.flatMap(syntaxProblems), ...sectionProblems(global)];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const sections = sectionsOf(global);
  const checked = checkPack(sections);
  if (!checked.ok) return { ok: false, problems: inOrder(checked.problems.map((one) => placed(one, global))) };
  const overlaid = overlay(checked.pack, sections, above);
  return overlaid.ok
    ? {
        ok: true,
        pack: checked.pack,
        overlays: overlaid.overlays,
        warningsAt: (at) => inOrder(warningsOf(checked.pack, at).map((one) => placed(one, global))),
      }
    : { ok: false, problems: inOrder(overlaid.problems.map((one) => placedInOverlay(one, above))) };
}

function isOverlay({ document }: Parsed): boolean {
  return isMap(document.contents) && document.has('overlay');
}

function overlay(pack: PolicyPack, sections: Record<string, unknown>, files: readonly Parsed[]): CheckedOverlays {
  const read = files.map((file) => readOverlay(file.file, sectionsOf([file])));
  const unfit = read.flatMap((one) => ('problem' in one ? [one] : []));
  if (unfit.length > 0) return { ok: false, problems: unfit };
  return checkOverlays(
    pack,
    sections,
    read.flatMap((one) => ('scope' in one ? [one] : [])),
  );
}

/** Where the overlay says it; at its head where it says nothing of it, and is not right with what is there. */
function placedInOverlay({ file: name, path, problem, mend }: OverlayProblem, files: readonly Parsed[]): PlacedProblem {
  const pointer = say(path);
  const said = { pointer, problem, mend };
  const file = files.find((one) => one.file === name);
  if (file === undefined) return { ...said, file: name, line: 1, column: 1 };
  const { node } = deepest(file.document, file.document.has(path[0] ?? '') ? path : ['overlay']);
  return { ...said, ...at(file, startOf(node)) };
}

function sectionsOf(files: readonly Parsed[]): Record<string, unknown> {
  return Object.fromEntries(
    files.flatMap(({ sections }) =>
      typeof sections === 'object' && sections !== null ? Object.entries(sections) : [],
    ),
  );
}

function sectionProblems(files: readonly Parsed[]): readonly PlacedProblem[] {
  const homes = new Map<string, string>();
  return files.flatMap((file): PlacedProblem[] => {
    const { contents } = file.document;
    if (file.document.errors.length > 0 || file.failure !== undefined) return [];
    if (!isMap(contents))
      return [
        {
          pointer: '',
          problem: 'the file holds no sections',
          mend: 'write a section into it, e.g. `severity:`, or delete the file',
          ...at(file, 0),
        },
      ];
    return contents.items.flatMap(({ key }): PlacedProblem[] => {
      const name = isScalar(key) ? String(key.value) : '';
      const home = homes.get(name);
      homes.set(name, home ?? file.file);
      if (home === undefined) return [];
      const problem = `the section ${name} stands in ${home} already`;
      return [{ pointer: `/${name}`, problem, mend: 'put the two into one file', ...at(file, startOf(key)) }];
    });
  });
}
