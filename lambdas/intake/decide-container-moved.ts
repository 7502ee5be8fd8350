import type { Case, Happening, PolicyPack, ProgressSignal, Signal } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import type { Act } from '../case/apply-acts.ts';
import { correlationKeys } from './correlate.ts';

/** By which free time begins, ends or is held up, happened or expected; a position on the way says nothing of it. */
const MOVING: readonly ProgressSignal['milestone']['name'][] = [
  'arrived',
  'unloaded',
  'customs_released',
  'available_for_delivery',
  'picked_up',
  'departed',
  'delivered',
];

/** Keys of the cases for which it matters where a container is: of types that ask finance for its terms. Empty for what is about no container. */
export function keysOfHeldContainer(progress: ProgressSignal, pack: PolicyPack): readonly string[] {
  const { references, milestone } = progress;
  if (!MOVING.includes(milestone.name) || !references.some(({ kind }) => kind === 'container')) return [];
  const types = Object.entries(pack.types).flatMap(([type, { facts }]) => (facts.includes('finance') ? [type] : []));
  return [...new Set(types.flatMap((type) => correlationKeys(type, progress, pack)))];
}

/**
 * When its free time ends is reckoned by terms that only finance knows, so a report does not move it by itself: finance is asked at once and not when the day changes. `signal` has brought the
 * news: the progress, or its retraction.
 */
export function decideContainerMoved(
  record: Case,
  { milestone }: ProgressSignal,
  signal: Signal,
  journal: readonly { readonly happening: Happening }[],
): readonly Act[] {
  if (!isLive(record) || record.impact?.freeTime === undefined) return [];
  // Guard: a report that is delivered again asks once.
  const isKnown = journal.some(
    ({ happening }) => happening.what === 'ContainerMoved' && happening.signalId === signal.id,
  );
  if (isKnown) return [];
  return [
    {
      actor: { kind: 'system', id: 'intake' },
      cause: { kind: 'signal', id: signal.id },
      happening: { what: 'ContainerMoved', signalId: signal.id, milestone: milestone.name },
    },
  ];
}
