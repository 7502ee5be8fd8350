import { translateCanonical } from './canonical.ts';
import { translateEpcis } from './epcis-2.ts';
import { lookUp } from './look-up.ts';
import { translateSapS4 } from './sap-s4.ts';
import type { Translator } from './translator.ts';
import { translateX12Status } from './x12-214.ts';

/** Formats that a source may be registered with. */
export const translators: Readonly<Record<string, Translator>> = {
  canonical: translateCanonical,
  epcis: translateEpcis,
  'sap-s4': translateSapS4,
  'x12-214': translateX12Status,
};

export function translatorOf(format: string): Translator | undefined {
  return lookUp(translators, format);
}

/** Whether a body that calls itself so can be of the format. A source may name its own; else only JSON is told by its media type: EDI comes under many names, and often under none. */
export function acceptsMediaType(format: string, contentType: string, only?: readonly string[]): boolean {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (only !== undefined) return only.includes(mediaType);
  return format !== 'canonical' || mediaType === '' || /^application\/([a-z0-9.-]+\+)?json$/.test(mediaType);
}
