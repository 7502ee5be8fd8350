import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, YAMLSeq } from 'yaml';
import { checkPack } from './check-pack.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { checkOverlays, readOverlay } from './check-overlays.ts';
import type { CheckedOverlays, EffectivePack, OverlayProblem } from './check-overlays.ts';
import { say } from './overlay.ts';
import type { PackProblem, PlacedProblem } from './pack-problem.ts';
import { warningsOf } from './warn-of-pack.ts';

/** A file of a pack: YAML with some of its sections. */
export interface PackText {
  readonly file: string;
  readonly text: string;
}

export type ReadPack =
  | {
      readonly ok: true;
      readonly pack: PolicyPack;
      readonly overlays: readonly EffectivePack[];
      /** What will not be right for long, at its place. */
      readonly warningsAt: (at: string) => readonly PlacedProblem[];
    }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

interface Parsed extends PackText {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly sections: unknown;
  /** Why it could not be read at all. */
  readonly failure?: string;
}

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
  const said = { pointer, problem, ...(mend === undefined ? {} : { mend }) };
  const file = files.find((one) => one.file === name);
  if (file === undefined) return { ...said, file: name, line: 1, column: 1 };
  const { node } = deepest(file.document, file.document.has(path[0] ?? '') ? path : ['overlay']);
  return { ...said, ...at(file, startOf(node)) };
}

/** Of one file: a bracket that is missing can make a thousand of them. */
const MOST_SYNTAX_PROBLEMS = 20;

/** What the library gives up on is a problem of the file: too many aliases, or too deep. */
function parse({ file, text }: PackText): Parsed {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false };
  try {
    const document = parseDocument(text, options);
    const sections: unknown = document.errors.length > 0 ? undefined : document.toJS();
    return { file, text, lines, document, sections };
  } catch (error) {
    const failure = error instanceof RangeError ? 'it is nested too deep' : error instanceof Error ? error.message : '';
    return { file, text, lines, document: parseDocument('', options), sections: undefined, failure };
  }
}

function sectionsOf(files: readonly Parsed[]): Record<string, unknown> {
  return Object.fromEntries(
    files.flatMap(({ sections }) =>
      typeof sections === 'object' && sections !== null ? Object.entries(sections) : [],
    ),
  );
}

function syntaxProblems(file: Parsed): readonly PlacedProblem[] {
  if (file.failure !== undefined)
    return [{ pointer: '', problem: `the file cannot be read: ${file.failure}`, ...at(file, 0) }];
  return file.document.errors
    .slice(0, MOST_SYNTAX_PROBLEMS)
    .map(({ message, pos }) => ({ pointer: '', problem: message, ...at(file, pos[0]) }));
}

function sectionProblems(files: readonly Parsed[]): readonly PlacedProblem[] {
  const homes = new Map<string, string>();
  return files.flatMap((file): PlacedProblem[] => {
    const { contents } = file.document;
    if (file.document.errors.length > 0 || file.failure !== undefined) return [];
    if (!isMap(contents)) return [{ pointer: '', problem: 'the file holds no sections', ...at(file, 0) }];
    return contents.items.flatMap(({ key }): PlacedProblem[] => {
      const name = isScalar(key) ? String(key.value) : '';
      const home = homes.get(name);
      homes.set(name, home ?? file.file);
      if (home === undefined) return [];
      const problem = `the section ${name} stands in ${home} already`;
      return [{ pointer: `/${name}`, problem, ...at(file, startOf(key)) }];
    });
  });
}

/** The place of a problem: the deepest part of its pointer that is written somewhere. */
function placed(problem: PackProblem, files: readonly Parsed[]): PlacedProblem {
  const path = problem.pointer.split('/').slice(1).map(unescape);
  const [section] = path;
  const file = files.find(({ document }) => section !== undefined && document.has(section)) ?? files[0];
  if (file === undefined) return { ...problem, file: '', line: 1, column: 1 };
  const found = deepest(file.document, path);
  const offset = found.whole ? offsetIn(found.node, problem.offset ?? 0, file.text) : 0;
  return { ...problem, ...at(file, startOf(found.node) + offset) };
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The node at a path, or that of the last part that exists; `whole` when it is the path's own. */
function deepest(document: Document.Parsed, path: readonly string[]): { node: unknown; whole: boolean } {
  let node: unknown = document.contents;
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1;
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part) : undefined;
    const next: unknown = pair === undefined ? (isSeq(node) ? itemOf(node, part) : undefined) : pair.value;
    if (next === undefined || next === null) return { node: pair?.key ?? node, whole: false };
    // What is wrong with a field itself is shown at its value where that is a plain one, else at its name.
    node = last && pair !== undefined && !isScalar(next) ? pair.key : next;
  }
  return { node, whole: true };
}

/** By its id, as paths of overlays have it, else by its position. */
function itemOf({ items }: YAMLSeq, part: string): unknown {
  return items.find((one) => isMap(one) && one.get('id') === part) ?? items[Number(part)];
}

/** Characters from where a scalar begins to one of its text; a text that YAML folds or escapes is shown at its beginning. */
function offsetIn(node: unknown, offset: number, text: string): number {
  if (!isScalar(node) || typeof node.value !== 'string') return 0;
  const quoted = text[startOf(node)] === '"' || text[startOf(node)] === "'" ? 1 : 0;
  return text.startsWith(node.value, startOf(node) + quoted) ? offset + quoted : 0;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function at({ file, lines }: Parsed, position: number): { file: string; line: number; column: number } {
  const { line, col } = lines.linePos(position);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function inOrder(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  return [...problems].sort(
    (left, right) => left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  );
}
