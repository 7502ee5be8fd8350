import { translateCanonical } from './canonical.ts';
import type { Translator } from './translator.ts';
import { translateX12Status } from './x12-214.ts';

/** Formats that a source may be registered with. */
export const translators: Readonly<Record<string, Translator>> = {
  canonical: translateCanonical,
  'x12-214': translateX12Status,
};
