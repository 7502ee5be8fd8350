import type { CaseStore } from '../../case/index.ts';
import type { Signal } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideForesight } from '../decide-foresight.ts';
import type { ForesightStore } from './foresight-store.dynamo.ts';

export interface LookAhead {
  readonly cases: Pick<CaseStore, 'load'>;
  readonly packs: Pick<PackStore, 'load'>;
  readonly foresights: ForesightStore;
  /** Publishes a signal, or throws. */
  readonly raise: (signal: Signal) => Promise<void>;
}

export interface LookedAhead {
  readonly raised: number;
  readonly settled: number;
}

const ATTEMPTS = 8;

/**
 * First what is said, then that it was: a death between them says it again, under the same id. Afterwards the case is looked at once more, so whoever decided on what was true before finds what is true now.
 */
export async function lookAhead(
  { cases, packs, foresights, raise }: LookAhead,
  caseId: string,
  traceparent: string,
): Promise<LookedAhead> {
  let looked: LookedAhead = { raised: 0, settled: 0 };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await foresights.read(caseId);
    const record = await cases.load(caseId);
    if (record === undefined) throw new Error(`no case ${caseId}`);
    const { pack } = await packs.load(record.policyVersion);
    const at = nowInstant();
    const decision = decideForesight(record, before, { raises: pack.types[record.type]?.foresees, at, traceparent });
    if (decision === undefined) return looked;
    for (const signal of decision.signals) await raise(signal);
    if (!(await foresights.replace(caseId, before, decision.after, at))) continue;
    const raised = decision.signals.filter(({ kind }) => kind === 'exception').length;
    looked = {
      raised: looked.raised + raised,
      settled: looked.settled + decision.signals.length - raised,
    };
  }
  throw new Error(`what case ${caseId} foresees changed ${String(ATTEMPTS)} times while it was written`);
}
