import * as z from 'zod';
import { jsonIn } from '../../contracts/index.ts';
import type { ReadSecret } from '../../platform/index.ts';

/** What set-up keeps in a secret, by name: a new name is known without a deployment, and the policy pack holds no address. Undefined: there is none of that name. */
export function addressBook<Entry>(
  read: ReadSecret,
  secret: string,
  entry: z.ZodType<Entry>,
): (name: string) => Promise<Entry | undefined> {
  const book = z.record(z.string(), z.unknown());
  return async (name) => {
    // Before set-up has written one it is a made-up word.
    const known = book.safeParse(jsonIn(await read(secret)));
    const found = known.success ? known.data[name] : undefined;
    return found === undefined ? undefined : entry.parse(found);
  };
}
