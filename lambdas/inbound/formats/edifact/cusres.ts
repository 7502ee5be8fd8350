import type { SubjectReference } from '../../../contracts/index.ts';
import { declarationReference } from '../customs/read-declaration.ts';
import { draftOf } from '../draft.ts';
import type { Report } from '../draft.ts';
import type { Meaning } from '../meaning.ts';
import { distinctReferences, referenceTo } from '../references.ts';
import { processingIndicator } from './codes/processing-indicator.ts';
import { firstOf, timesIn } from './read-time.ts';
import { beginningOf, noSubject, partnerIn, referencesOr } from './reader.ts';
import type { Reader } from './reader.ts';
import { placeOfLoc, referencesIn, remarksIn } from './references.ts';
import type { Segment } from './tokenize.ts';

const HOLD = 'compliance.customs_hold';

/** UN/EDIFACT 2005: clearance, release, processed, arrival at customs, acceptance, of the message. */
const DECIDED = ['58', '184', '9', '416', '7', '148', '137'];
/** Where customs is, before where the goods are: UN/EDIFACT 3227. */
const OFFICES = ['22', '41', '44', '60', '14', '12'];

interface Verdict extends Meaning {
  readonly scheme: string;
  readonly code: string;
}

/**
 * The answer of customs to a declaration or a cargo report. Directories and countries differ in where they say it: a processing indicator (7365), the route that the UK's CHIEF gave,
 * errors (ERP and ERC), the function of the message, or words.
 */
export function readCustomsResponse(reader: Reader): void {
  const { message, sender, part } = reader;
  const { segments } = message;
  const references = referencesOf(reader);
  if (references.length === 0) {
    noSubject(reader);
    return;
  }
  const offices = OFFICES.map((qualifier) => locOf(segments, qualifier));
  const place = placeOfLoc(offices.find((one) => one !== undefined));
  const time = firstOf(timesIn(segments, place ?? {}, sender.zone, reader.warn), DECIDED);
  const verdict = verdictOf(reader);
  const remarks = remarksIn(segments).slice(0, MOST_REMARKS);
  const reason = { scheme: verdict.scheme, code: verdict.code, text: remarks[0] ?? verdict.text };
  const common: Report = {
    part,
    references,
    time,
    place,
    reason,
    text: [`${verdict.text}.`, ...remarks.filter((remark) => remark !== verdict.text)].join(' '),
  };
  const { trouble, milestone = 'other' } = verdict;
  const said = trouble === undefined ? { milestone: { name: milestone, at: 'actual' as const } } : { trouble };
  reader.drafts.push(draftOf({ ...common, ...said }, sender));
}

const MOST_REMARKS = 8;

function locOf(segments: readonly Segment[], qualifier: string): Segment | undefined {
  return segments.find(({ tag, elements }) => tag === 'LOC' && elements[0]?.[0]?.trim() === qualifier);
}

/** The number that customs gave, before that of the message: `ABT`; ours (`ABO`, and the document that was answered) stand for who asks us. */
function referencesOf(reader: Reader): readonly SubjectReference[] {
  const { message, sender } = reader;
  const partner = partnerIn(message.segments, ['CA'], reader);
  const declared = valuesOf(message.segments, 'ABT').flatMap((number) => declarationReference(number, sender));
  const cargo = valuesOf(message.segments, 'XC').flatMap((number) => referenceTo('bill_of_lading', number, partner));
  const ours = [
    ...valuesOf(message.segments, 'ABO'),
    ...message.segments.filter(({ tag }) => tag === 'DOC').map(({ elements }) => elements[1]?.[0]?.trim()),
  ].flatMap((number) => referenceTo('customer_reference', number, sender.issuer));
  const others = referencesIn(message.segments, partner, sender).filter(({ kind }) => kind !== 'declaration');
  const all = distinctReferences([...declared, ...cargo, ...others, ...ours]);
  return all.length > 0 ? all : referencesOr(message.segments, partner, reader);
}

function valuesOf(segments: readonly Segment[], qualifier: string): readonly string[] {
  return segments.flatMap(({ tag, elements }) =>
    tag === 'RFF' && elements[0]?.[0]?.trim() === qualifier ? [elements[0][1]?.trim() ?? ''] : [],
  );
}

/** Trouble first: what is released and held in one message is held for something. */
function verdictOf(reader: Reader): Verdict {
  const verdicts = [...indicated(reader), ...routed(reader), ...refused(reader), ...inWords(reader)];
  return (
    verdicts.find(({ trouble }) => trouble !== undefined) ??
    verdicts.find(({ milestone }) => milestone !== undefined) ??
    verdicts[0] ?? { scheme: 'edifact:1225', code: beginningOf(reader).function || 'none', text: 'Answer of customs' }
  );
}

/** GIS with a list of the sender's own (ZZZ, or a national agency) means what that agency says; we do not guess. */
function indicated({ message }: Reader): readonly Verdict[] {
  return message.segments.flatMap(({ tag, elements }) => {
    const [code = '', , agency = ''] = (elements[0] ?? []).map((component) => component.trim());
    const known = tag === 'GIS' && /^6?$/.test(agency) ? processingIndicator.get(code) : undefined;
    return known === undefined ? [] : [{ ...known, scheme: 'edifact:7365', code }];
  });
}

/** CHIEF: papers (1) or goods (2) are looked at before it clears; with cash they are 1/5 and 2/5. */
const ROUTES: Readonly<Record<string, string>> = {
  '1': 'Route 1: documents are examined',
  '2': 'Route 2: goods and documents are examined',
};

function routed({ message }: Reader): readonly Verdict[] {
  return message.segments.flatMap(({ tag, elements }) => {
    const [qualifier = '', , route = ''] = (elements[0] ?? []).map((component) => component.trim());
    if (tag !== 'RFF' || qualifier !== 'AHZ' || route === '') return [];
    const text = ROUTES[/^[12](?=$|\/5$)/.exec(route)?.[0] ?? ''];
    return [{ scheme: 'chief:route', code: route, text: text ?? `Route ${route}`, ...(text && { trouble: HOLD }) }];
  });
}

/** UN/EDIFACT 1225 (27, not accepted) and 4343 (RE, rejected). */
function refused(reader: Reader): readonly Verdict[] {
  const { function: sent, response } = beginningOf(reader);
  const text = 'Declaration rejected';
  if (sent === '27') return [{ scheme: 'edifact:1225', code: sent, text, trouble: HOLD }];
  if (response === 'RE') return [{ scheme: 'edifact:4343', code: response, text, trouble: HOLD }];
  const errors = reader.message.segments.filter(({ tag }) => tag === 'ERC').map(({ elements }) => elements[0]?.[0]);
  const real = errors.find((code) => code !== undefined && !ADVICE.test(code.trim()));
  if (real === undefined || isTaken(reader)) return [];
  return [{ scheme: 'edifact:9321', code: real.trim() || 'none', text: 'Customs found errors', trouble: HOLD }];
}

const ADVICE = /^(ADVICE|INFO|WARNING)/i;

/** Errors that come with an acceptance are remarks on it. */
function isTaken(reader: Reader): boolean {
  const words = remarksIn(reader.message.segments).join(' ').toUpperCase();
  const isAccepted = beginningOf(reader).function === '29' || /(?<!NOT )\bACCEPTED\b/.test(words);
  return isAccepted && !/REJECTED|NOT ACCEPTED/.test(words);
}

/** Words of an authority. What is over, or is not, holds nothing. */
const HELD =
  /(?<!\b(NO|NOT|NOT BEEN|WITHOUT) )\b(HELD|HOLD|DETAINED|SEIZED|QUARANTINED?)\b(?! (RELEASED|REMOVED|LIFTED|CANCELLED|CLEARED))/;
const CLEARED = /^(CLEAR|CLEARED|RELEASED)$/;

/** What is said of the status of the goods: FTX of the status (AHN), the delivery (DIN) or the intervention of customs (ICN, CUS). */
function inWords({ message }: Reader): readonly Verdict[] {
  return message.segments.flatMap(({ tag, elements }): readonly Verdict[] => {
    const subject = elements[0]?.[0]?.trim() ?? '';
    if (tag !== 'FTX' || !/^(AHN|DIN|ICN|CUS)$/.test(subject)) return [];
    const words = (elements[3] ?? []).map((word) => word.trim().toUpperCase());
    const text = words.filter(Boolean).join(' ').slice(0, 200);
    const said = { scheme: 'edifact:4451', code: subject, text };
    if (words.some((word) => HELD.test(word.slice(0, 300)))) return [{ ...said, trouble: HOLD }];
    return CLEARED.test(words.at(-1) ?? '') ? [{ ...said, milestone: 'customs_released' }] : [];
  });
}
