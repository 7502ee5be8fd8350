import { AwsError } from '../../kernel/errors.ts';
import type { Execution, Thread } from './execution.ts';

export interface TokenParts {
  readonly execution: number;
  readonly thread: number;
}

/** A token says where it belongs, so that none is kept beside the thread that waits for it. */
export function makeToken(execution: Execution, thread: Thread): string {
  return Buffer.from(`sfn|${execution.id}|${thread.id}|${execution.kernel.uuid()}`).toString('base64');
}

export function readToken(token: unknown): TokenParts {
  const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString('utf8') : '';
  const match = /^sfn\|(\d+)\|(\d+)\|[0-9a-f-]{36}$/.exec(text);
  if (match === null) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return { execution: Number(match[1]), thread: Number(match[2]) };
}
