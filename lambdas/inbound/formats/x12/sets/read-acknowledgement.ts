import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { filled } from '../references.ts';
import { reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 715 and 717: the answer to a group or a set. Those that are not in it accept, with errors noted or without. */
const REFUSED: Readonly<Record<string, string>> = {
  M: 'rejected, message authentication code failed',
  R: 'rejected',
  W: 'rejected, assurance failed validity tests',
  X: 'rejected, content could not be analysed',
};

/** X12 997 and 999: which of our sets the partner has not taken. Until somebody mends and sends them again, the partner knows nothing of what they say. */
export const readFunctionalAnswer: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['AK2']);
  const [functional = '', group = ''] = firstOf(header, 'AK1').elements;
  const groups = referenceTo('customer_reference', group, sender.issuer);
  const findings = loops.flatMap(({ segments }) => refusalIn(segments, { functional, group }, sender.issuer) ?? []);
  const verdict = firstOf(set.segments, 'AK9').elements[0] ?? '';
  const meaning = Object.hasOwn(REFUSED, verdict) ? REFUSED[verdict] : undefined;
  const whole: readonly Finding[] =
    meaning === undefined || findings.length > 0
      ? []
      : [refusal({ scheme: 'x12:715', code: verdict, text: meaning }, `Group ${group} (${functional})`, [])];
  report(reading, groups, [...whole, ...findings]);
};

/** TA1: what became of an interchange of ours. R refuses all that is in it. Its date is that of the interchange, not of the refusal. */
export const readInterchangeAnswer: SetReader = (reading) => {
  const [number = '', , , verdict = '', note = ''] = firstOf(reading.set.segments, 'TA1').elements;
  const own = referenceTo('customer_reference', number, reading.sender.issuer);
  const reason = { scheme: 'x12:i18', code: note.slice(0, 10) || 'none', status: verdict };
  const findings = verdict === 'R' ? [refusal(reason, `Interchange ${number}, note ${note.slice(0, 10)}`, [])] : [];
  report(reading, own, findings);
};

function report(reading: SetReading, references: readonly SubjectReference[], findings: readonly Finding[]): void {
  const { set, sender, part, found } = reading;
  if (findings.length === 0) {
    found.warnings.push(`${part}: acknowledgement ${set.id} passed over`);
    return;
  }
  // Acknowledgements tell no time of their own.
  const time = documentTime({}, undefined, sender);
  reportDocument(reading, { subject: { references }, time, findings, named: 'AK102' });
}

function refusal(
  reason: NonNullable<Finding['reason']>,
  what: string,
  references: readonly SubjectReference[],
  why: readonly string[] = [],
): Finding {
  return {
    trouble: 'integration.payload_rejected',
    reason,
    says: [`${what.slice(0, 80)} was refused.`, ...why].join(' '),
    references,
  };
}

/** One set of ours: its control number, and which segments were wrong (AK3 and AK4, IK3 and IK4 in the 999). */
function refusalIn(
  segments: readonly Segment[],
  { functional, group }: { readonly functional: string; readonly group: string },
  issuer: string,
): Finding | undefined {
  const [id = '', control = ''] = firstOf(segments, 'AK2').elements;
  const [verdict = '', note = ''] = segments.find(({ tag }) => tag === 'AK5' || tag === 'IK5')?.elements ?? [];
  const meaning = Object.hasOwn(REFUSED, verdict) ? REFUSED[verdict] : undefined;
  if (meaning === undefined) return undefined;
  const wrong = segments.slice(0, MOST_READ).flatMap(({ tag, elements }) => {
    if (tag === 'AK3' || tag === 'IK3')
      return [`Segment ${[elements[0], elements[1]].filter(Boolean).join(' ').slice(0, 20)}: ${elements[3] ?? ''}.`];
    return tag === 'AK4' || tag === 'IK4' ? [`Element ${(elements[0] ?? '').slice(0, 20)}: ${elements[2] ?? ''}.`] : [];
  });
  const name = [`Set ${id}`, filled(control, 20), `of group ${group} (${functional})`].filter(Boolean).join(' ');
  const number = control === '' ? '' : `${group}/${control}`;
  return refusal(
    { scheme: 'x12:717', code: verdict, text: meaning, ...(note === '' ? {} : { status: note.slice(0, 10) }) },
    name,
    referenceTo('customer_reference', number, issuer),
    wrong.slice(0, MOST_TOLD),
  );
}

const MOST_READ = 500;
const MOST_TOLD = 10;
