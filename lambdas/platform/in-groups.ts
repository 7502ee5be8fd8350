/** Does it for all, `size` at a time, and answers what became of each, in their order: what is thrown for one holds up no other. */
export async function inGroups<Item, Answer>(
  items: readonly Item[],
  size: number,
  run: (item: Item) => Promise<Answer>,
): Promise<readonly PromiseSettledResult<Answer>[]> {
  const fates: PromiseSettledResult<Answer>[] = [];
  for (let start = 0; start < items.length; start += size)
    fates.push(...(await Promise.allSettled(items.slice(start, start + size).map(run))));
  return fates;
}
