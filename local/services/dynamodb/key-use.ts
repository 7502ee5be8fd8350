import type { Kernel, Principal } from '../../kernel/types.ts';
import type { OpenTable } from './database.ts';

/** DynamoDB keeps the table's key for this long before it asks KMS again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms */
const CACHED_FOR = 5 * 60 * 1000;

export interface KeyUse {
  count(principal: Principal, tableNames: readonly string[]): void;
}

/** Meters the KMS requests that reading and writing tables under a customer's key causes: one connection a caller. */
export function createKeyUse(kernel: Kernel, tables: ReadonlyMap<string, OpenTable>): KeyUse {
  const last = new Map<string, number>();
  return {
    count: (principal, tableNames) => {
      for (const name of tableNames) {
        const key = tables.get(name)?.table.encryptionKey;
        if (key === undefined) continue;
        const connection = `${principal.kind === 'role' ? principal.roleArn : principal.kind} ${name}`;
        const now = kernel.now();
        const known = last.get(connection);
        if (known === undefined || now - known >= CACHED_FOR) {
          last.set(connection, now);
          kernel.meter.count('kms', 'Requests', 1, key);
        }
      }
    },
  };
}
