import type { AnotherWay } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { newsAtEnd } from '../news-move.ts';

/** For a case that is over: whoever had it is told what has not reached its customer or a partner, as the lifecycle does while a case lives. `who` has heard of it. */
export function tellAtEnd(packs: PackStore, who: 'customers' | 'partner'): AnotherWay {
  const actor = { kind: 'system', id: who } as const;
  return async (record, notices, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const about = who === 'customers' ? record.customer?.actionId : record.partner?.linkId;
    return newsAtEnd({ record, notices, pack, at }, { actor, cause: { kind: 'lifecycle', id: about ?? record.id } });
  };
}
