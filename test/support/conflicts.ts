/**
 * Transactions of AWS run beside each other: one that meets another at an item while both are under way is cancelled with TransactionConflict, condition checks
 * included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 * The engine runs one call after the other, so this lets them overlap.
 */
export function overlapping(call: (client: string, command: string, input: any) => Promise<unknown>): {
  readonly call: typeof call;
  readonly conflicts: () => number;
  readonly transactions: () => number;
} {
  const underWay = new Set<string>();
  let conflicts = 0;
  let transactions = 0;
  return {
    conflicts: () => conflicts,
    transactions: () => transactions,
    call: async (client, command, input) => {
      if (command !== 'TransactWriteItemsCommand') {
        await turns(2);
        return call(client, command, input);
      }
      transactions += 1;
      const keys = input.TransactItems.map(keyOf);
      const meets = keys.map((key: string) => underWay.has(key));
      if (meets.includes(true)) {
        conflicts += 1;
        throw Object.assign(new Error('Transaction cancelled'), {
          name: 'TransactionCanceledException',
          CancellationReasons: meets.map((meet: boolean) => ({ Code: meet ? 'TransactionConflict' : 'None' })),
        });
      }
      for (const key of keys) underWay.add(key);
      try {
        await turns(10);
        return await call(client, command, input);
      } finally {
        for (const key of keys) underWay.delete(key);
      }
    },
  };
}

function keyOf(item: any): string {
  const { Key, Item } = item.Put ?? item.Update ?? item.Delete ?? item.ConditionCheck;
  const { pk, sk } = Key ?? Item;
  return `${String(pk.S)} ${String(sk.S)}`;
}

/** Lets others run so many times. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
