import type { Happening, Place, PolicyPack, Silence, SilenceMatcher } from '../contracts/index.ts';
import { normalized } from '../incident/cause-parts.ts';
import type { Reported } from '../incident/cause-parts.ts';

type CaseSilenced = Extract<Happening, { what: 'CaseSilenced' }>;

/** One case keeps so many silences in mind; each is an item in the transaction that opens it. */
const MOST_OF_A_CASE = 5;

/** When a silence is over: as planned, or when somebody ended it. */
export function endOf({ endsAt, endedAt }: Silence): string {
  return endedAt !== undefined && endedAt < endsAt ? endedAt : endsAt;
}

export function holdsAt(silence: Silence, at: string): boolean {
  return silence.startsAt <= at && at < endOf(silence);
}

/** The silences that a report falls under, the last to end first. */
export function silencesOf(reported: Reported, silences: readonly Silence[], at: string): readonly Silence[] {
  return silences
    .filter((silence) => holdsAt(silence, at) && matches(silence.matcher, reported))
    .sort((left, right) => (endOf(left) > endOf(right) ? -1 : 1))
    .slice(0, MOST_OF_A_CASE);
}

/** Whether all that a matcher names is so in a report. What a report does not say fits nothing. */
export function matches(matcher: SilenceMatcher, reported: Reported): boolean {
  const { type, source, carrier, facility, lane, region, businessUnit } = matcher;
  const is = (wanted: string | undefined, ...said: readonly (string | undefined)[]): boolean =>
    wanted === undefined || said.some((one) => one !== undefined && normalized(one) === normalized(wanted));
  return (
    is(type, reported.type) &&
    is(source, reported.source.id) &&
    is(carrier, reported.carrier?.scac, reported.carrier?.name) &&
    is(facility, reported.place?.name, reported.place?.code) &&
    is(lane?.origin, ...namesOf(reported.lane?.origin)) &&
    is(lane?.destination, ...namesOf(reported.lane?.destination)) &&
    is(region, reported.region) &&
    is(businessUnit, reported.businessUnit)
  );
}

function namesOf(place: Place | undefined): readonly (string | undefined)[] {
  return [place?.code, place?.locality, place?.name];
}

/** What a report that comes in is told of the silences that it falls under; undefined: of none. */
export function silencedBy(
  reported: Reported,
  silences: readonly Silence[],
  pack: PolicyPack,
  at: string,
): CaseSilenced | undefined {
  const [first, ...others] = silencesOf(reported, silences, at);
  if (first === undefined) return undefined;
  const { callsAnyway } = pack.silences;
  return {
    what: 'CaseSilenced',
    silences: [first, ...others].map(({ id }) => id),
    until: endOf(first),
    ...(callsAnyway.every((level) => level === 'S1') ? {} : { callsAnyway }),
  };
}
