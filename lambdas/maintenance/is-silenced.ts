import type { Case } from '../contracts/index.ts';

/**
 * Whether a case calls nobody because of a silence. One of S1, or held up by a latch, calls all the same, and so does one that a person has escalated or
 * given to somebody since: people are not overruled.
 */
export function isSilenced({ silenced, severity, owner, escalation }: Case): boolean {
  if (silenced === undefined) return false;
  if (severity !== undefined) {
    const { level, latches } = severity;
    if (level === 'S1' || silenced.callsAnyway?.includes(level) === true || latches.length > 0) return false;
  }
  const isAsked = escalation.callNow === true || (escalation.askedAt ?? '') > silenced.since;
  return !isAsked && !(owner?.assigned === true && owner.namedAt > silenced.since);
}
