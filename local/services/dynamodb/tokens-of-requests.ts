import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#DDB-TransactWriteItems-request-ClientRequestToken */
const LIFE = 10 * 60 * 1000;
const SWEEP_AFTER = 1_000;

export interface RequestTokens {
  /** True when the same request has succeeded under this token before. */
  hasSucceeded(token: string, input: unknown): boolean;
  remember(token: string, input: unknown): void;
}

export function createRequestTokens({ store, now }: Pick<Kernel, 'store' | 'now'>): RequestTokens {
  store.exec(
    'CREATE TABLE IF NOT EXISTS dynamodb_request_tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL)',
  );
  store.exec('CREATE INDEX IF NOT EXISTS dynamodb_request_tokens_at ON dynamodb_request_tokens (at)');
  let remembered = 0;
  return {
    hasSucceeded: (token, input) => {
      const row = store.get<{ digest: string; at: number }>(
        'SELECT digest, at FROM dynamodb_request_tokens WHERE token = ?',
        token,
      );
      if (row === undefined || row.at <= now() - LIFE) return false;
      if (row.digest === digestOf(input)) return true;
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'Request parameters do not match those of the earlier request with this client token',
      );
    },
    remember: (token, input) => {
      store.run(
        'INSERT INTO dynamodb_request_tokens (token, digest, at) VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE SET digest = excluded.digest, at = excluded.at',
        token,
        digestOf(input),
        now(),
      );
      remembered += 1;
      if (remembered % SWEEP_AFTER === 0) store.run('DELETE FROM dynamodb_request_tokens WHERE at <= ?', now() - LIFE);
    },
  };
}

function digestOf(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64');
}
