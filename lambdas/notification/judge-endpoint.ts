/** How an endpoint has answered since it last took something. */
export interface EndpointTrouble {
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly failingSince: number;
}

export type EndpointVerdict =
  /** Asked again after so long. */
  | { readonly do: 'wait'; readonly milliseconds: number }
  /** Nothing is sent there until then, and somebody is told. */
  | { readonly do: 'leave-alone'; readonly until: number };

const HOUR_MS = 3_600_000;
/** A night and a morning: an endpoint that has failed for so long does not come back by being asked. */
const LONG_FAILURE_MS = 12 * HOUR_MS;
const LEFT_ALONE_MS = 24 * HOUR_MS;
/** Many notices of one minute are one failure, so it needs both. */
const FEWEST_FAILURES = 5;
/** Each wait is longer than the one before, as the specification advises; SQS waits 15 minutes at most. */
const WAITS_S = [5, 30, 120, 300, 900];

/** What becomes of an endpoint that has failed once more. `isGone`: it has said 410. */
export function judgeEndpoint(
  { failures, failingSince }: EndpointTrouble,
  isGone: boolean,
  now: number,
): EndpointVerdict {
  const isLong = now - failingSince >= LONG_FAILURE_MS && failures >= FEWEST_FAILURES;
  if (isGone || isLong) return { do: 'leave-alone', until: now + LEFT_ALONE_MS };
  const seconds = WAITS_S[Math.min(failures, WAITS_S.length) - 1] ?? WAITS_S[0] ?? 0;
  return { do: 'wait', milliseconds: seconds * 1000 };
}
