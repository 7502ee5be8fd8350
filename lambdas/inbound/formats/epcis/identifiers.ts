/** What GS1 keys name, as far as it matters here. `person` is somebody, a patient or an employee: such numbers stay in the raw payload. */
export type Named =
  | 'unit'
  | 'item'
  | 'product'
  | 'lot'
  | 'asset'
  | 'part'
  | 'shipment'
  | 'consignment'
  | 'container'
  | 'vessel'
  | 'place'
  | 'document'
  | 'person'
  | 'other';

export interface Identifier {
  readonly names: Named;
  /** GS1 element string without the identifier of a lone key; a URI that we cannot read stays verbatim. */
  readonly value: string;
}

const MOST_CHARACTERS = 300;

/**
 * An EPC URN (GS1 EPC Tag Data Standard 2.0, chapter 6), a GS1 Digital Link (GS1 Digital Link URI Syntax 1.2) or another URI. Both ways of writing a key come out the
 * same, so reports of two senders meet, and an SSCC is that of an EDI message.
 */
export function readIdentifier(text: string): Identifier {
  if (text.length > MOST_CHARACTERS) return { names: 'other', value: text };
  const read = /^https?:\/\//i.test(text) ? readDigitalLink(text) : readUrn(text);
  return read ?? { names: 'other', value: text };
}

/** Schemes with a company prefix and a reference that make, with a check digit, a number of fixed length. */
interface Scheme {
  readonly names: Named;
  /** Digits of prefix and reference together; undefined: any characters, and no check digit. */
  readonly digits?: number;
  /** Its first digit stands before the prefix in the number. */
  readonly leads?: true;
  readonly write: (key: string, rest: string) => string;
}

const alone = (key: string): string => key;
const serial = (key: string, rest: string): string =>
  rest === '' || rest === '*' ? `(01)${key}` : `(01)${key}(21)${rest}`;

const URNS: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['id:sscc', { names: 'unit', digits: 17, leads: true, write: alone }],
  ['id:sgtin', { names: 'item', digits: 13, leads: true, write: serial }],
  ['idpat:sgtin', { names: 'product', digits: 13, leads: true, write: alone }],
  ['class:lgtin', { names: 'lot', digits: 13, leads: true, write: (key, rest) => `(01)${key}(10)${rest}` }],
  ['id:grai', { names: 'asset', digits: 12, write: (key, rest) => `0${key}${rest}` }],
  ['idpat:grai', { names: 'product', digits: 12, write: (key) => `0${key}` }],
  ['id:giai', { names: 'part', write: alone }],
  ['id:gsin', { names: 'shipment', digits: 16, write: alone }],
  ['id:ginc', { names: 'consignment', write: alone }],
  [
    'id:sgln',
    { names: 'place', digits: 12, write: (key, rest) => (rest === '' || rest === '0' ? key : `${key}.${rest}`) },
  ],
  ['id:pgln', { names: 'place', digits: 12, write: alone }],
  ['id:gdti', { names: 'document', digits: 12, write: (key, rest) => `${key}${rest}` }],
]);

function readUrn(text: string): Identifier | undefined {
  const [, scheme = '', body = ''] = /^urn:epc:((?:id|class|idpat):[a-z]+):(.+)$/i.exec(text) ?? [];
  const name = scheme.toLowerCase();
  if (name === 'id:gsrn' || name === 'id:gsrnp') return { names: 'person', value: text };
  if (name === 'id:bic') return { names: 'container', value: decoded(body) };
  if (name === 'id:imovn') return { names: 'vessel', value: decoded(body) };
  const known = URNS.get(name);
  if (known === undefined) return undefined;
  const [prefix = '', reference = '', ...rest] = body.split('.');
  if (known.digits === undefined) {
    return { names: known.names, value: known.write(decoded(`${prefix}${[reference, ...rest].join('.')}`), '') };
  }
  const digits = known.leads ? `${reference.slice(0, 1)}${prefix}${reference.slice(1)}` : `${prefix}${reference}`;
  const isNumber = /^\d+$/.test(digits) && digits.length === known.digits;
  // A number of the wrong length has no check digit. It still names what it names, to those who write it the same way.
  if (!isNumber) return { names: known.names, value: text };
  return { names: known.names, value: known.write(`${digits}${checkDigit(digits)}`, decoded(rest.join('.'))) };
}

/** GS1 General Specifications, 7.9: weights 3 and 1 from the right. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[index]) * ((digits.length - index) % 2 === 1 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Primary keys of GS1 Digital Links: application identifier, what the value has to look like. */
const KEYS: ReadonlyMap<string, { readonly names: Named; readonly value: RegExp }> = new Map([
  ['00', { names: 'unit', value: /^\d{18}$/ }],
  ['01', { names: 'product', value: /^(\d{8}|\d{12,14})$/ }],
  ['253', { names: 'document', value: /^\d{13}[^/]{0,17}$/ }],
  ['401', { names: 'consignment', value: /^[^/]{4,30}$/ }],
  ['402', { names: 'shipment', value: /^\d{17}$/ }],
  ['414', { names: 'place', value: /^\d{13}$/ }],
  ['417', { names: 'place', value: /^\d{13}$/ }],
  ['8003', { names: 'asset', value: /^\d{14}[^/]{0,16}$/ }],
  ['8004', { names: 'part', value: /^[^/]{4,30}$/ }],
  ['8017', { names: 'person', value: /^\d{18}$/ }],
  ['8018', { names: 'person', value: /^\d{18}$/ }],
]);

function readDigitalLink(text: string): Identifier | undefined {
  const path = text.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const segments = path.split('/').map(decoded);
  const at = segments.findIndex((segment, index) => KEYS.get(segment)?.value.test(segments[index + 1] ?? '') === true);
  const key = KEYS.get(segments[at] ?? '');
  const value = segments[at + 1];
  if (key === undefined || value === undefined) return undefined;
  const qualifier = (name: string): string | undefined => {
    for (let index = at + 2; index + 1 < segments.length; index += 2) {
      if (segments[index] === name && segments[index + 1] !== '') return segments[index + 1];
    }
    return undefined;
  };
  if (key.names === 'product') return ofProduct(value.padStart(14, '0'), qualifier('21'), qualifier('10'));
  if (segments[at] === '414') return { names: 'place', value: withExtension(value, qualifier('254')) };
  // Fourteen digits alone are a kind of asset, as an order names it, and not one of them.
  if (key.names === 'asset' && value.length === 14) return { names: 'product', value };
  return { names: key.names, value };
}

function ofProduct(gtin: string, itemSerial: string | undefined, lot: string | undefined): Identifier {
  if (itemSerial !== undefined) return { names: 'item', value: `(01)${gtin}(21)${itemSerial}` };
  if (lot !== undefined) return { names: 'lot', value: `(01)${gtin}(10)${lot}` };
  return { names: 'product', value: gtin };
}

function withExtension(gln: string, extension: string | undefined): string {
  return extension === undefined || extension === '0' ? gln : `${gln}.${extension}`;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
