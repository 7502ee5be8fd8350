import type { Signal } from '../../contracts/index.ts';
import type { createLastHeard, createSourceStore } from '../../inbound/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { decideSilentSource } from '../decide-silent-source.ts';
import type { SilentSources } from './silent-sources.dynamo.ts';

export interface SourceChecks {
  readonly sources: Pick<ReturnType<typeof createSourceStore>, 'list' | 'byId'>;
  readonly heard: Pick<ReturnType<typeof createLastHeard>, 'of'>;
  readonly silences: SilentSources;
  readonly raise: (signal: Signal) => Promise<void>;
}

export interface SourcesChecked {
  readonly watched: number;
  readonly raised: number;
  readonly resumed: number;
}

/** Looks at each source that is not to be silent. What is decided is published first and remembered then: a death between the two publishes the same signal again. */
export async function checkSources(checks: SourceChecks, traceparent: string): Promise<SourcesChecked> {
  const { sources, heard, silences, raise } = checks;
  const counts = { watched: 0, raised: 0, resumed: 0 };
  for (const { id, enabled } of await sources.list()) {
    const source = enabled ? await sources.byId(id) : undefined;
    if (source?.silence === undefined) continue;
    counts.watched += 1;
    const [heardAt, state] = await Promise.all([heard.of(id), silences.read(id)]);
    const decision = decideSilentSource(source, heardAt, state, { at: nowInstant(), traceparent });
    if (decision.do === 'nothing') continue;
    if (decision.do !== 'remember') await raise(decision.signal);
    await silences.keep(id, decision.state);
    counts.raised += decision.do === 'raise' ? 1 : 0;
    counts.resumed += decision.do === 'resume' ? 1 : 0;
  }
  return counts;
}
