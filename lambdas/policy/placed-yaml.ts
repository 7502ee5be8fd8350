import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, YAMLSeq } from 'yaml';
import type { PackProblem, PlacedProblem } from './pack-problem.ts';
import { saySyntax, worthTelling } from './say-syntax.ts';

/** A file that people keep: YAML. */
export interface YamlText {
  readonly file: string;
  readonly text: string;
}

export interface Parsed extends YamlText {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly sections: unknown;
  /** Why it could not be read at all. */
  readonly failure?: string;
}

/** Of one file: a bracket that is missing can make a thousand of them. */
const MOST_SYNTAX_PROBLEMS = 20;

/** What the library gives up on is a problem of the file: too many aliases, or too deep. */
export function parse({ file, text }: YamlText): Parsed {
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

export function syntaxProblems(file: Parsed): readonly PlacedProblem[] {
  if (file.failure !== undefined)
    return [
      {
        pointer: '',
        problem: `the file cannot be read: ${file.failure}`,
        mend: 'write it as the files of policies/default are written',
        ...at(file, 0),
      },
    ];
  return worthTelling(file.document.errors)
    .slice(0, MOST_SYNTAX_PROBLEMS)
    .map((error) => ({ pointer: '', ...saySyntax(error), ...at(file, error.pos[0]) }));
}

/** The place of a problem: the deepest part of its pointer that is written somewhere. */
export function placed(problem: PackProblem, files: readonly Parsed[]): PlacedProblem {
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
export function deepest(document: Document.Parsed, path: readonly string[]): { node: unknown; whole: boolean } {
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

export function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

export function at({ file, lines }: Parsed, position: number): { file: string; line: number; column: number } {
  const { line, col } = lines.linePos(position);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

export function inOrder(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  return [...problems].sort(
    (left, right) => left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  );
}
