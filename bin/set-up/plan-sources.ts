import type { SourceRegistration, SourceWish } from '../../lambdas/contracts/index.ts';
import { wishedChanges } from '../../lambdas/inbound/index.ts';
import type { SourceManager } from '../../lambdas/inbound/index.ts';
import { SET_UP } from './set-up.ts';

type Step =
  | { readonly act: 'register' | 'keep'; readonly wish: SourceWish }
  | {
      readonly act: 'change';
      readonly wish: SourceWish;
      readonly seen: number;
      readonly changes: ReturnType<typeof wishedChanges>;
    };

export interface SourcePlan {
  readonly steps: readonly Step[];
  /** Registered, and in no file. */
  readonly others: readonly string[];
}

/** What has to be done so that the registry is as the files say. */
export async function planSources(
  sources: Pick<SourceManager, 'read' | 'list'>,
  wishes: readonly SourceWish[],
): Promise<SourcePlan> {
  const known = await Promise.all(wishes.map((wish) => sources.read(wish.id)));
  const ids = new Set(wishes.map(({ id }) => id));
  return {
    steps: wishes.map((wish, index) => stepFor(wish, known[index])),
    others: (await sources.list()).flatMap(({ id }) => (ids.has(id) ? [] : [id])),
  };
}

function stepFor(wish: SourceWish, known: SourceRegistration | undefined): Step {
  // Begun and not finished: to register it once more finishes it.
  if (known?.apiKeyId === undefined) return { act: 'register', wish };
  const changes = wishedChanges(known, wish);
  return changes.length === 0 ? { act: 'keep', wish } : { act: 'change', wish, seen: known.version, changes };
}

export function describePlan({ steps, others }: SourcePlan): readonly string[] {
  return [
    ...steps.flatMap((step) => [
      `${step.act.padEnd(9)} ${step.wish.id}`,
      ...(step.act === 'change'
        ? step.changes.map(({ field, from = 'nothing', to = 'nothing' }) => `            ${field}: ${from} → ${to}`)
        : []),
    ]),
    ...others.map((id) => `no file   ${id}: left alone`),
  ];
}

/** Does it, in order; stops at the first that is refused. */
export async function applyPlan(
  sources: Pick<SourceManager, 'register' | 'change'>,
  { steps }: SourcePlan,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const step of steps) {
    if (step.act === 'keep') continue;
    const { wish } = step;
    const result =
      step.act === 'change' ? await sources.change(wish, step.seen, SET_UP) : await sources.register(wish, SET_UP);
    if (!result.ok) throw new Error(`${result.problem.title}: ${result.problem.detail ?? ''}`);
    const { registration, secret } = result;
    lines.push(`done      ${wish.id}: POST /v1/webhooks/${registration.pathKey}`);
    if (secret !== undefined) lines.push(`          its secret, told once: ${secret}`);
  }
  return lines;
}
