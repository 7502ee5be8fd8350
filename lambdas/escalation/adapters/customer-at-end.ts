import type { AnotherWay } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { newsAtEnd } from '../news-move.ts';

/** For a case that is over: whoever had it is told that a message has not reached its customer, as the lifecycle does while a case lives. */
export function customerAtEnd(packs: PackStore): AnotherWay {
  const actor = { kind: 'system', id: 'customers' } as const;
  return async (record, notices, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const cause = { kind: 'lifecycle', id: record.customer?.actionId ?? record.id } as const;
    return newsAtEnd({ record, notices, pack, at }, { actor, cause });
  };
}
