import type { Signal, SubjectReference } from '../../../contracts/index.ts';
import { distinctReferences } from '../references.ts';
import { remarksIn } from './remarks.ts';
import type { ReadTime } from './read-time.ts';
import { draftOf } from './report.ts';
import type { Subject } from './report.ts';
import { rejectSet } from './set-reading.ts';
import type { SetReading } from './set-reading.ts';

/** Trouble that one line of a document tells. */
export interface Finding {
  readonly trouble: string;
  readonly reason?: NonNullable<Signal['reason']> | undefined;
  /** In words, for a person. */
  readonly says: string;
  readonly references?: readonly SubjectReference[];
  readonly quantities?: Signal['quantities'];
}

export interface DocumentReport {
  readonly subject: Subject;
  readonly time: ReadTime;
  readonly milestone?: Signal['milestone'];
  /** What the document says where nothing is wrong. */
  readonly reason?: Signal['reason'];
  readonly findings: readonly Finding[];
  /** X12 353: what the document is for. */
  readonly purpose?: string | undefined;
  /** What people have written beside it; all notes of the set where it does not say. */
  readonly remarks?: readonly string[];
  /** Which element would name the document, for the one who left it empty. */
  readonly named: string;
}

/**
 * One signal for each kind of trouble, with all its lines: whoever works on a short delivery works on all of it. Where nothing is wrong the document is progress.
 */
export function reportDocument(reading: SetReading, document: DocumentReport): void {
  const { subject, time, milestone, reason, findings, named, remarks = remarksIn(reading.set.segments) } = document;
  const { part, sender, found } = reading;
  const own = distinctReferences(subject.references);
  if (own.length === 0 && findings.every(({ references = [] }) => references.length === 0)) {
    rejectSet(reading, {
      pointer: `segment 2, ${named}`,
      detail: 'The document has no number, and names no order, shipment or product.',
      mend: `Put the number of the document into ${named}.`,
    });
    return;
  }
  const cancelled = CANCELLED.get(document.purpose ?? '');
  if (cancelled !== undefined) {
    const why = { scheme: 'x12:353', code: document.purpose ?? '', text: cancelled };
    found.warnings.push(`${part}: it cancels a document that was sent before; what that told stays told`);
    found.drafts.push(draftOf(subject, { part, time, trouble: undefined, reason: why }, sender));
    return;
  }
  if (findings.length === 0) {
    found.drafts.push(draftOf(subject, { part, time, trouble: undefined, milestone, reason }, sender));
    return;
  }
  // A total names no product: where the document has no number either, it is about what its lines name.
  const about = own.length > 0 ? own : referencesOf(findings);
  for (const [trouble, alike] of groupedByTrouble(findings)) {
    const named = referencesOf(alike);
    const quantities = alike.length === 1 ? alike[0]?.quantities : undefined;
    found.drafts.push(
      draftOf(
        {
          ...subject,
          references: named.length > 0 ? [...own, ...named] : about,
          ...(quantities === undefined ? {} : { quantities: { ...subject.quantities, ...quantities } }),
        },
        { part, time, trouble, reason: alike[0]?.reason, remarks: [...linesOf(alike), ...remarks] },
        sender,
      ),
    );
  }
}

/** X12 353, transaction set purpose code: it repeats what was sent before, to say that it does not hold. */
const CANCELLED: ReadonlyMap<string, string> = new Map([
  ['01', 'Cancellation'],
  ['03', 'Delete'],
  ['17', 'Cancel, to be reissued'],
]);

/** A text has 2000 characters. */
const MOST_LINES = 50;

function referencesOf(findings: readonly Finding[]): readonly SubjectReference[] {
  return findings.slice(0, MOST_LINES).flatMap(({ references = [] }) => references);
}

function linesOf(alike: readonly Finding[]): readonly string[] {
  const said = alike.slice(0, MOST_LINES).map(({ says }) => says);
  return alike.length > MOST_LINES ? [`${alike.length} lines.`, ...said] : said;
}

function groupedByTrouble(findings: readonly Finding[]): ReadonlyMap<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.trouble);
    if (group === undefined) groups.set(finding.trouble, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** A quantity that can be reckoned with. */
export function count(value: string | undefined): number | undefined {
  const text = value ?? '';
  return /^-?(\d{1,15}(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** What is missing, with its unit. */
export function lacking(value: number, unit: string | undefined): Signal['quantities'] {
  const rounded = String(Number(value.toFixed(6)));
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(rounded)
    ? { lacking: { value: rounded, unit: unit?.slice(0, 20) || 'C62' } }
    : undefined;
}
