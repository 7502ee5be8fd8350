import type { Payload, Rejection, Translation } from '../translator.ts';
import { textOf } from '../translator.ts';
import { readInterchanges } from './tokenize.ts';
import type { Envelope, Group, ReceivedSet } from './tokenize.ts';

export interface Asked {
  /** Which acknowledgement: 997, or 999 (implementation acknowledgement of the guides of 005010). */
  readonly set: '997' | '999';
  /** UTC instant that stands in the envelope. */
  readonly receivedAt: string;
}

const MEDIA_TYPE = /(?:^|,)\s*application\/edi-x12\s*(;[^,]*)?(?=,|$)/i;

/** What a sender asks for in `Accept`: `application/edi-x12`, and `application/edi-x12;set=999` for the other kind. */
export function askedFor({ headers }: Payload): Asked['set'] | undefined {
  const asked = MEDIA_TYPE.exec((headers['accept'] ?? '').slice(0, 1000));
  if (asked === null) return undefined;
  return /;\s*set\s*=\s*"?999\b/i.test(asked[1] ?? '') ? '999' : '997';
}

/**
 * Functional acknowledgement of a payload: for each group which of its sets were taken, and where the others are wrong. Its control numbers are those of what it answers, so the
 * same payload gives the same answer. Undefined where there is no group to answer: a broken envelope, or acknowledgements, which nobody acknowledges.
 */
export function acknowledge(bytes: Uint8Array, translation: Translation, asked: Asked): string | undefined {
  const verdicts = verdictsIn(translation);
  const answers = readInterchanges(textOf(bytes), passOver).envelopes.flatMap((envelope) => {
    const groups = envelope.groups.filter(({ functional }) => functional !== 'FA');
    return groups.length === 0 ? [] : answerTo(envelope, groups, verdicts, asked);
  });
  return answers.length === 0 ? undefined : answers.map((segment) => `${segment}~\n`).join('');
}

/** What the sets say was read before. */
const passOver = (): void => undefined;

interface Told {
  drafts: number;
  readonly rejections: Rejection[];
}

/** What was made of each set, by the name that drafts and rejections give it: interchange and set, before whatever stands within it. */
function verdictsIn({ drafts, rejections }: Translation): ReadonlyMap<string, Told> {
  const verdicts = new Map<string, Told>();
  const of = (part: string): Told => {
    const key = nameOf(part);
    const told = verdicts.get(key) ?? { drafts: 0, rejections: [] };
    verdicts.set(key, told);
    return told;
  };
  for (const { part } of drafts) of(part).drafts += 1;
  for (const rejection of rejections) of(rejection.part).rejections.push(rejection);
  return verdicts;
}

const nameOf = (part: string): string => part.split(', ', 2).join(', ');

function answerTo(
  { isa, part }: Envelope,
  groups: readonly Group[],
  verdicts: ReadonlyMap<string, Told>,
  asked: Asked,
): readonly string[] {
  const date = asked.receivedAt.slice(0, 10).replaceAll('-', '');
  const time = asked.receivedAt.slice(11, 16).replace(':', '');
  const control = digits(isa[12], 9);
  const from = [pad(isa[6], 2), pad(isa[7], 15)];
  const to = [pad(isa[4], 2), pad(isa[5], 15)];
  const repeats = /^[^A-Za-z0-9*~> ]$/.test(isa[10] ?? '') ? isa[10] : 'U';
  const version = /^\d{5}$/.test(isa[11] ?? '') ? isa[11] : '00401';
  const usage = isa[14] === 'T' ? 'T' : 'P';
  return [
    `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*${from.join('*')}*${to.join('*')}*${date.slice(2)}*${time}*${repeats}*${version}*${control}*0*${usage}*>`,
    ...groups.flatMap((group, index) => [
      `GS*FA*${clean(group.receiver)}*${clean(group.sender)}*${date}*${time}*${index + 1}*X*${releaseOf(group, asked.set)}`,
      ...setOf(group, part, verdicts, asked.set),
      `GE*1*${index + 1}`,
    ]),
    `IEA*${groups.length}*${control}`,
  ];
}

const IMPLEMENTATION_GUIDE = '005010X231A1';

function releaseOf({ release }: Group, set: Asked['set']): string {
  if (set === '999') return IMPLEMENTATION_GUIDE;
  return /^\d{6}/.exec(release)?.[0] ?? '004010';
}

function setOf(group: Group, part: string, verdicts: ReadonlyMap<string, Told>, kind: Asked['set']): readonly string[] {
  const answers = group.sets.map((set) => answerToSet(set, verdicts.get(nameOf(`${part}, set ${set.control}`)), kind));
  const taken = answers.filter(({ verdict }) => verdict !== 'R').length;
  const body = [
    `AK1*${clean(group.functional)}*${clean(group.control)}${kind === '999' ? `*${clean(group.release)}` : ''}`,
    ...answers.flatMap(({ segments }) => segments),
    `AK9*${verdictOf(answers, taken)}*${/^\d{1,6}$/.test(group.stated) ? Number(group.stated) : answers.length}*${answers.length}*${taken}`,
  ];
  return [`ST*${kind}*0001${kind === '999' ? `*${IMPLEMENTATION_GUIDE}` : ''}`, ...body, `SE*${body.length + 2}*0001`];
}

type Verdict = 'A' | 'E' | 'R';

interface SetAnswer {
  readonly verdict: Verdict;
  readonly segments: readonly string[];
}

/** X12 715: all accepted, accepted with errors, in part, none. */
function verdictOf(answers: readonly SetAnswer[], taken: number): 'A' | 'E' | 'P' | 'R' {
  if (taken < answers.length) return taken === 0 ? 'R' : 'P';
  return answers.some(({ verdict }) => verdict === 'E') ? 'E' : 'A';
}

/** What a sender can still read of one set. */
const MOST_SEGMENTS_NOTED = 100;

function answerToSet({ id, control, isWhole }: ReceivedSet, told: Told | undefined, kind: Asked['set']): SetAnswer {
  const { rejections = [], drafts = 0 } = told ?? {};
  const noted = kind === '999' ? 'IK3' : 'AK3';
  const wrong = rejections.flatMap(({ pointer }) => {
    const [, position, tag] = /^segment (\d{1,6}) \(([A-Z0-9]{2,3})\)/.exec(pointer) ?? [];
    // 8: the segment has data element errors (X12 720). What concerns the whole set is said by its own code.
    return position === undefined || tag === undefined || tag === 'ST' || tag === 'SE'
      ? []
      : [`${noted}*${tag}*${position}**8`];
  });
  const verdict = !isWhole ? 'R' : rejections.length === 0 ? 'A' : drafts > 0 ? 'E' : 'R';
  const why = verdict === 'A' ? '' : `*${whyNot(rejections, isWhole)}`;
  return {
    verdict,
    segments: [
      `AK2*${clean(id)}*${clean(control)}`,
      ...[...new Set(wrong)].slice(0, MOST_SEGMENTS_NOTED),
      `${kind === '999' ? 'IK5' : 'AK5'}*${verdict}${why}`,
    ],
  };
}

/** X12 718: set not supported, trailer missing, segments in error. */
function whyNot(rejections: readonly Rejection[], isWhole: boolean): '1' | '2' | '5' {
  if (!isWhole) return '2';
  return rejections.some(({ pointer }) => pointer.includes('(ST)')) ? '1' : '5';
}

/** Our separators are no part of what a sender wrote with others. */
function clean(value: string): string {
  return value
    .replace(/[*~>\r\n]/g, ' ')
    .trim()
    .slice(0, 40);
}

const pad = (value: string | undefined, width: number): string =>
  clean(value ?? '')
    .slice(0, width)
    .padEnd(width);

function digits(value: string | undefined, width: number): string {
  return (value ?? '').replace(/\D/g, '').slice(-width).padStart(width, '0');
}
