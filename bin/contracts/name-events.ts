import * as z from 'zod';
import { happening } from '../../lambdas/contracts/index.ts';

/** What can happen to a case, by its name: the detail-type of its event on the bus. */
export const HAPPENINGS: ReadonlyMap<string, z.ZodType> = new Map(
  happening.options.map((option) => [option.shape.what.value, option]),
);

/** In the documents each has its own schema under its name, and so has any of them; the product needs none. */
z.globalRegistry.add(happening, { id: 'Happening' });
for (const [what, option] of HAPPENINGS) z.globalRegistry.add(option, { ...z.globalRegistry.get(option), id: what });
