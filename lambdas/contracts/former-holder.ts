import * as z from 'zod';
import { instant } from './primitives.ts';

/** Each of them hears of it within a minute, so more than these are never waiting to. */
export const MOST_FORMER_HOLDERS = 5;

export const formerHolders = z
  .array(z.strictObject({ person: z.string(), at: instant }))
  .max(MOST_FORMER_HOLDERS)
  .meta({ description: 'Who had it until another person gave it on or took it over, and when; the latest ones.' });
