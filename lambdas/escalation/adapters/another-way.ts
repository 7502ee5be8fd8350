import type { AnotherWay } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { lostMove } from '../fall-back.ts';

/** For a case that is over: whoever was not reached is tried by their next channel, as the lifecycle does while a case lives. */
export function anotherWay(packs: PackStore): AnotherWay {
  const actor = { kind: 'system', id: 'notification' } as const;
  return async (record, notices, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const lost = notices.findLast(({ state, delivery }) => state === 'failed' || delivery !== undefined);
    return lostMove({ record, notices, pack, at }, { actor, cause: { kind: 'lifecycle', id: lost?.id ?? record.id } });
  };
}
