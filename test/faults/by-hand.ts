import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';

type Ask = () => Promise<{ readonly status: number }>;

/** What a system that was down could not take is done by a person: who says that they begin, changes the order, and says that it is done. Some say so and have changed nothing. */
export async function doByHand(
  world: World,
  dice: Dice,
  does: 'begin by hand' | 'end by hand',
  seen: readonly JournalEntry[],
): Promise<Ask | undefined> {
  const begun = new Set(seen.flatMap(({ happening }) => (happening.what === 'TaskChecked' ? [happening.taskId] : [])));
  const tasks = seen.flatMap(({ caseId, happening }) =>
    happening.what === 'ActionHandedOver' && (does === 'begin by hand' || begun.has(happening.task.id))
      ? [{ caseId, task: happening.task }]
      : [],
  );
  if (tasks.length === 0) return undefined;
  const { caseId, task } = dice.pick(tasks);
  const authorization = await world.tokenOf(PEOPLE.responder.email);
  const headers = { authorization, 'content-type': 'application/json' };
  const on = (verb: string, body: object) =>
    world.begin('POST', `/v1/cases/${caseId}/tasks/${task.id}/${verb}`, { headers, body: JSON.stringify(body) });
  if (does === 'begin by hand') return () => on('tick', { items: ['begin'] });
  const { order, promisedAt } = changeIn(task.instructions ?? []);
  const isForgotten = dice.chance(0.2);
  return () => {
    if (!isForgotten && order !== undefined && promisedAt !== undefined)
      world.partners.erp.change(order.replace('45', 'SO-'), promisedFor(promisedAt));
    return on('done', { note: `Order ${order ?? '4500000'}` });
  };
}

/** As a person reads it. */
function changeIn(lines: readonly string[]): { readonly order?: string; readonly promisedAt?: string } {
  const order = lines.flatMap((line) => /^ERP, SalesOrder (\d+):$/.exec(line)?.[1] ?? [])[0];
  const promisedAt = lines.flatMap((line) => /: from \S+ to (\d{4}-\S+)$/.exec(line)?.[1] ?? [])[0];
  return { ...(order === undefined ? {} : { order }), ...(promisedAt === undefined ? {} : { promisedAt }) };
}
