import type { Signal } from '../contracts/index.ts';

/** A report without what its sender has written; the same one where there is nothing. */
export function withoutWords(signal: Signal): Signal {
  if (signal.text === undefined && signal.reason?.text === undefined) return signal;
  const { text: _words, reason, ...rest } = signal;
  if (reason === undefined) return rest;
  const { text: _own, ...code } = reason;
  return { ...rest, reason: code };
}
