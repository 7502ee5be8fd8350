import type * as z from 'zod';
import type { mapping } from '../../contracts/index.ts';

/** A mapping as it is written, before its defaults are filled in. */
export type ShippedMapping = z.input<typeof mapping>;
