import { createHash } from 'node:crypto';

/** What came of a request that carries an idempotency key. */
export type Once<Result> =
  | { readonly state: 'done'; readonly result: Result }
  | { readonly state: 'again'; readonly result: Result }
  | { readonly state: 'reused' };

export interface OnceBook<Result> {
  /** Does it, unless the key was used: then what came of it, or `reused` where the key came with another content. Without a key it is done each time. */
  perform(key: string | null, content: unknown, act: () => Result): Once<Result>;
  /** What came of the request with this key: how a sender learns the outcome of a call that it got no answer to. */
  find(key: string): Result | undefined;
}

interface Entry<Result> {
  readonly print: string;
  readonly result: Result;
}

/** Remembers by idempotency key what was done, so that a request that is sent again does nothing again. */
export function createOnceBook<Result>(book: Map<string, Entry<Result>>): OnceBook<Result> {
  return {
    perform: (key, content, act) => {
      const print = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      const before = key === null ? undefined : book.get(key);
      if (before !== undefined)
        return before.print === print ? { state: 'again', result: before.result } : { state: 'reused' };
      const result = act();
      if (key !== null) book.set(key, { print, result });
      return { state: 'done', result };
    },
    find: (key) => book.get(key)?.result,
  };
}
