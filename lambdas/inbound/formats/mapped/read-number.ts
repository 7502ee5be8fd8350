import { decimalOf } from '../decimals.ts';

/** What most figures are; it is a decimal as it stands. */
const WHOLE = /^\d{1,15}$/;
const POINT = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/;
const COMMA = /^[+-]?(\d+|\d{1,3}([. '\u00a0\u202f]\d{3})+)?(,\d+)?$/;

/** A number as people write it: `1,234.50` with a point, `1.234,50` or `1 234,50` with a comma. Undefined where it is a text. */
export function readNumber(text: string, decimal: '.' | ','): string | undefined {
  if (WHOLE.test(text)) return text;
  // SAP writes the sign behind the number, bookkeepers put what is below nothing into brackets.
  const [, behind, inBrackets] = /^(?:([\d., '\u00a0\u202f]+)-|\(([\d., '\u00a0\u202f]+)\))$/.exec(text) ?? [];
  const below = behind ?? inBrackets;
  if (below !== undefined) return readNumber(`-${below}`, decimal);
  if (text.length > 40) return undefined;
  if (decimal === '.') return POINT.test(text) ? decimalOf(text.replaceAll(',', '')) : undefined;
  return COMMA.test(text) ? decimalOf(text.replace(/[. '\u00a0\u202f]/g, '').replace(',', '.')) : undefined;
}
