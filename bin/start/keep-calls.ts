import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

interface Told {
  readonly kind: string;
  readonly line?: unknown;
}

/** Both parts of the record of calls (docs/calls.md), a line each, in a file beside the state: here is no log group to ask. Nothing is kept where the state is not. */
export function keepCalls(folder: string | undefined): (event: Told) => void {
  if (folder === undefined) return () => undefined;
  const file = createWriteStream(join(folder, 'calls.jsonl'), { flags: 'a' });
  return ({ kind, line }) => {
    if (typeof line === 'string' && isOfCall(kind, line)) file.write(`${line.trim()}\n`);
  };
}

function isOfCall(kind: string, line: string): boolean {
  return kind === 'apigateway.access' || (kind === 'lambda.log' && line.includes('"call.answered"'));
}
