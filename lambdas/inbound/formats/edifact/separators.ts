export interface Separators {
  readonly component: string;
  readonly element: string;
  /** Empty where none is in use. */
  readonly release: string;
  readonly terminator: string;
}

/** ISO 9735-1, level A, and what stands where UNA is not sent. */
const USUAL: Separators = { component: ':', element: '+', release: '?', terminator: "'" };
/** Level B of the first versions: control characters of ISO 646. */
const CONTROLS: Separators = { component: '\u001f', element: '\u001d', release: '', terminator: '\u001c' };

/** How far a first segment may reach before its terminator. */
const LONGEST_SEGMENT = 3000;

const BEGINNING = /UNA[^A-Za-z0-9\s]{2}|UN[BH][^A-Za-z0-9\s]/g;

/** Where the next interchange, or message without one, begins; -1 where none does. */
export function findBeginning(text: string, from: number): number {
  BEGINNING.lastIndex = from;
  return BEGINNING.exec(text)?.index ?? -1;
}

/** The separators in force at a beginning, and where its first segment starts. */
export function separatorsAt(text: string, start: number): { readonly separators: Separators; readonly next: number } {
  if (!text.startsWith('UNA', start)) return { separators: guess(text, start), next: start };
  const [component = '', element = '', , release = '', , terminator = ''] = text.slice(start + 3, start + 9);
  const isLineEnd = terminator === '\r' || terminator === '\n';
  const separators = {
    component,
    element,
    release: release === ' ' ? '' : release,
    terminator: isLineEnd ? '\n' : terminator,
  };
  const isUsable = new Set([component, element, separators.terminator]).size === 3 && !/[A-Za-z0-9 ]/.test(terminator);
  return { separators: isUsable && terminator !== '' ? separators : USUAL, next: start + 9 };
}

/** Without UNA, the first segment tells what separates elements; one that has no terminator ends with its line. */
function guess(text: string, start: number): Separators {
  const element = text[start + 3] ?? '+';
  if (element === CONTROLS.element) return CONTROLS;
  const head = text.slice(start, start + LONGEST_SEGMENT);
  const terminator = !head.includes(USUAL.terminator) && head.includes('\n') ? '\n' : USUAL.terminator;
  return { ...USUAL, element, terminator };
}
