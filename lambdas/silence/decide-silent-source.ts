import { durationMs } from '../case/duration.ts';
import { deriveId } from '../contracts/index.ts';
import type { Signal, SourceRegistration } from '../contracts/index.ts';
import { workingTime } from './working-time.ts';

/** What is remembered of a source's silence: since when it is looked at, and the trouble that was raised. */
export interface SilenceState {
  /** When it was last heard, or first looked at. UTC. */
  readonly since: string;
  /** Signal that was raised for this silence. */
  readonly raised?: string | undefined;
}

export type SilenceDecision =
  | { readonly do: 'nothing' }
  | { readonly do: 'remember'; readonly state: SilenceState }
  | { readonly do: 'raise'; readonly signal: Signal; readonly state: SilenceState }
  | { readonly do: 'resume'; readonly signal: Signal; readonly state: SilenceState };

export interface SilenceContext {
  /** UTC. */
  readonly at: string;
  readonly traceparent: string;
}

/**
 * One silence is one trouble: raised when it has lasted longer than the source may be silent, and settled by a report of our own when the source speaks again. A source that was never heard is
 * counted from when it is first looked at. What is published follows from the silence alone, so deciding again gives the same signals.
 */
export function decideSilentSource(
  source: SourceRegistration,
  heardAt: string | undefined,
  state: SilenceState | undefined,
  context: SilenceContext,
): SilenceDecision {
  if (source.silence === undefined) return { do: 'nothing' };
  const since = heardAt ?? state?.since ?? context.at;
  if (state?.raised !== undefined) {
    // Guard: one silence is raised once.
    if (since <= state.since) return { do: 'nothing' };
    return { do: 'resume', signal: resumed(source, state.raised, since, context), state: { since } };
  }
  if (!isTooLong(source.silence, source.zone, since, context.at))
    return state === undefined ? { do: 'remember', state: { since } } : { do: 'nothing' };
  const signal = silent(source, since, source.silence, heardAt !== undefined, context);
  return { do: 'raise', signal, state: { since, raised: signal.id } };
}

type Silence = NonNullable<SourceRegistration['silence']>;

/** With a calendar only the hours in which the source works are counted: one that rests on Sunday is not silent on Sunday. */
function isTooLong({ allowed, calendar }: Silence, zone: string, since: string, at: string): boolean {
  const [most, span] = [durationMs(allowed), { from: Date.parse(since), to: Date.parse(at) }];
  const passed =
    calendar === undefined ? span.to - span.from : workingTime(calendar, calendar.zone ?? zone, span, most);
  return passed > most;
}

function silent(
  source: SourceRegistration,
  since: string,
  { allowed, calendar }: Silence,
  isKnown: boolean,
  context: SilenceContext,
): Signal {
  const most = `At most ${allowed}${calendar === undefined ? '' : ' of its working hours'} is allowed.`;
  const how = isKnown ? `has said nothing since ${since}` : `has never said anything; it is watched since ${since}`;
  return {
    ...bodyOf(source, context),
    kind: 'exception',
    type: 'integration.source_silent',
    id: deriveId('sig', 'source-silent', source.id, since),
    occurredAt: context.at,
    reason: { scheme: 'fairlead:silence', code: 'silent', text: most },
    text: `${source.title} ${how}. ${most}`,
  };
}

function resumed(source: SourceRegistration, raised: string, heardAt: string, context: SilenceContext): Signal {
  return {
    ...bodyOf(source, context),
    kind: 'progress',
    id: deriveId('sig', 'source-resumed', source.id, raised),
    // After the trouble also where it was heard in the same minute in which the trouble was raised.
    occurredAt: context.at,
    milestone: { name: 'resumed', at: 'actual' },
    text: `${source.title} has been heard again at ${heardAt}.`,
  };
}

function bodyOf({ id, region, businessUnit }: SourceRegistration, { at, traceparent }: SilenceContext) {
  return {
    contract: 'signal/1' as const,
    source: { id: 'fairlead', format: 'silence' },
    references: [{ kind: 'source' as const, value: id, issuer: 'fairlead' }],
    region,
    businessUnit,
    timeBasis: 'sent' as const,
    receivedAt: at,
    // Nobody has sent it.
    raw: { key: 'none' },
    traceparent,
  };
}
