import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { decideSilentSource } from '../../../lambdas/silence/decide-silent-source.ts';
import type { SilenceState } from '../../../lambdas/silence/decide-silent-source.ts';
import { reception } from '../inbound/complete.ts';

const source: SourceRegistration = { ...reception.source, silence: { allowed: 'PT6H' } };
const day = (time: string): string => `2026-03-02T${time}:00.000Z`;
const decide = (at: string, heardAt?: string, state?: SilenceState, of = source) =>
  decideSilentSource(of, heardAt, state, { at, traceparent: reception.traceparent });
const published = (...given: Parameters<typeof decide>) => {
  const decision = decide(...given);
  if (!('signal' in decision)) throw new Error(decision.do);
  return decision;
};

describe('the silence of a source', () => {
  const raised = { since: day('02:00'), raised: 'sig-raised' };
  it.each([
    ['nobody minds it', day('23:00'), day('01:00'), undefined, reception.source, { do: 'nothing' }],
    [
      'never heard and first looked at: it is counted from now',
      day('08:00'),
      undefined,
      undefined,
      source,
      { do: 'remember', state: { since: day('08:00') } },
    ],
    // A write for each source and minute would tell nothing new.
    [
      'looked at before, and not silent for too long',
      day('09:00'),
      day('08:00'),
      { since: day('08:00') },
      source,
      { do: 'nothing' },
    ],
    ['silent for as long as it may', day('14:00'), day('08:00'), { since: day('01:00') }, source, { do: 'nothing' }],
    ['raised, and still silent', day('23:00'), day('02:00'), raised, source, { do: 'nothing' }],
    ['raised, and never heard', day('23:00'), undefined, raised, source, { do: 'nothing' }],
  ] as const)('%s', (_what, at, heardAt, state, of, decided) => {
    expect(decide(at, heardAt, state, of)).toEqual(decided);
  });

  it('is raised as a sound signal that says who is silent, since when and what is allowed', () => {
    const decision = published(day('14:01'), day('08:00'), { since: day('01:00') });
    expect(decision).toMatchObject({ do: 'raise', state: { since: day('08:00'), raised: decision.signal.id } });
    expect(signal.parse(decision.signal)).toEqual(decision.signal);
    expect(decision.signal).toMatchObject({
      type: 'integration.source_silent',
      // Nobody has sent it: it is our own, and no raw payload lies behind it.
      source: { id: 'fairlead', format: 'silence' },
      raw: { key: 'none' },
      reason: { scheme: 'fairlead:silence', code: 'silent', text: 'At most PT6H is allowed.' },
      text: `North, status messages has said nothing since ${day('08:00')}. At most PT6H is allowed.`,
    });
  });

  it('ends as a sound signal of its own that says when the source was heard', () => {
    const decision = published(day('15:01'), day('15:00'), raised);
    expect(decision).toMatchObject({ do: 'resume', state: { since: day('15:00') } });
    // Nothing of the trouble is left: the next silence is another one.
    expect(decision.state.raised).toBeUndefined();
    expect(signal.parse(decision.signal)).toEqual(decision.signal);
    expect(decision.signal).toMatchObject({
      source: { id: 'fairlead', format: 'silence' },
      text: `North, status messages has been heard again at ${day('15:00')}.`,
    });
  });

  it('gives the same signal when it is decided again, and never that of the other kind or of another source', () => {
    const ids = [
      published(day('14:01'), day('08:00')),
      published(day('14:02'), day('08:00')),
      published(day('16:00'), day('09:00')),
      published(day('14:01'), day('08:00'), undefined, { ...source, id: 'south-edi' }),
      // Even where the trouble has the id that the time of silence would give.
      published(day('23:00'), day('22:00'), { since: day('02:00'), raised: day('08:00') }),
    ].map((decision) => decision.signal.id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });
});
