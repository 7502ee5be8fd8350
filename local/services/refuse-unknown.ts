import { UnsupportedError } from '../kernel/errors.ts';

/** Nothing is accepted and then not acted upon: a member that is set and not in `known` is refused with its name. */
export function refuseUnknown(what: string, value: object | undefined, known: readonly string[]): void {
  for (const [key, member] of Object.entries(value ?? {})) {
    if (member !== undefined && !known.includes(key)) throw new UnsupportedError(`${key} of ${what}`);
  }
}

/** As {@link refuseUnknown}, for a setting of which only one value is kept. */
export function refuseOther<Value>(what: string, value: Value, ...kept: readonly Value[]): void {
  if (!kept.includes(value)) throw new UnsupportedError(`${what} ${JSON.stringify(value)}`);
}
