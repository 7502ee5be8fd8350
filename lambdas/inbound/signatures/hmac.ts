import { createHmac } from 'node:crypto';
import type { HmacRecipe } from '../../contracts/index.ts';
import { anyEqual, decode, judge, readTime } from './scheme.ts';
import type { Scheme, SentMessage, SignatureVerdict } from './scheme.ts';

const BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** A header may carry some signatures while its sender changes keys, and no more than that. */
const MOST_SIGNATURES = 5;

/** What a recipe finds in a message beside the body. */
interface Found {
  readonly signatures: readonly string[];
  readonly time: string | undefined;
  readonly id: string | undefined;
}

/** Every HMAC scheme, from its recipe. */
export function hmacScheme(recipe: HmacRecipe): Scheme {
  const signsTime = recipe.signed.includes('{time}');
  const malformed = (header: string): SignatureVerdict => ({ ok: false, why: 'malformed', header });
  return {
    header: recipe.header,
    form: formOf(recipe),
    mend: 'Sign the raw bytes that are sent, with the secret of this source.',
    signsTime,
    keys: 'secret',
    check: (message, secrets, allowance) => {
      const absent = neededHeaders(recipe).find((name) => (message.headers[name] ?? '').trim() === '');
      if (absent !== undefined) return { ok: false, why: 'missing', header: absent };
      const found = find(recipe, message);
      const given = found.signatures.map((text) => decode(text, recipe.encoding, BYTES[recipe.algorithm]));
      const read = given.filter((bytes) => bytes !== undefined);
      if (read.length === 0 || read.length < given.length || given.length > MOST_SIGNATURES)
        return malformed(recipe.header);
      const signedAt = found.time === undefined ? undefined : readTime(found.time, recipe.timeFormat);
      if (signsTime && signedAt === undefined) return malformed(recipe.timeHeader ?? recipe.header);
      const right = secrets.map((secret) => macOf(recipe, keyOf(recipe, secret), message.body, found));
      return judge(recipe.header, anyEqual(read, right), signsTime ? signedAt : undefined, allowance);
    },
  };
}

/** The value of the signature that this recipe makes: encoded, without prefix. */
export function signByRecipe(
  recipe: HmacRecipe,
  secret: string,
  body: Uint8Array,
  { time, id }: { readonly time?: string; readonly id?: string } = {},
): string {
  return macOf(recipe, keyOf(recipe, secret), body, { time, id }).toString(recipe.encoding);
}

function neededHeaders({ header, signed, timeHeader, idHeader }: HmacRecipe): readonly string[] {
  return [
    header,
    ...(signed.includes('{time}') && timeHeader !== undefined ? [timeHeader] : []),
    ...(signed.includes('{id}') && idHeader !== undefined ? [idHeader] : []),
  ];
}

function find(recipe: HmacRecipe, { headers }: SentMessage): Found {
  const { header, field, timeField, timeHeader, idHeader } = recipe;
  const value = headers[header] ?? '';
  const fields = value.split(',').map((part): [string, string] => {
    const [name = '', ...rest] = part.split('=');
    return [name.trim(), rest.join('=').trim()];
  });
  const named = (name: string | undefined): readonly string[] =>
    fields.filter(([key]) => key === name).map(([, text]) => text);
  const stated = field === undefined ? value.trim().split(/\s+/) : named(field);
  return {
    signatures: stated.filter((text) => text.startsWith(recipe.prefix)).map((text) => text.slice(recipe.prefix.length)),
    time: timeField === undefined ? headers[timeHeader ?? '']?.trim() : named(timeField)[0],
    id: headers[idHeader ?? '']?.trim(),
  };
}

/** Secrets that encode bytes carry a word before them with some vendors (Standard Webhooks: `whsec_`). */
function keyOf({ key }: HmacRecipe, secret: string): Buffer {
  if (key === 'text') return Buffer.from(secret);
  if (key === 'nfkd') return Buffer.from(secret.normalize('NFKD'));
  return Buffer.from(secret.replace(/^whsec_/, ''), key);
}

function macOf(
  { algorithm, signed }: HmacRecipe,
  key: Buffer,
  body: Uint8Array,
  { time = '', id = '' }: Partial<Pick<Found, 'time' | 'id'>>,
): Buffer {
  const mac = createHmac(algorithm, key);
  for (const part of signed.split(/(\{(?:time|id|body)\})/))
    mac.update(part === '{body}' ? body : part === '{time}' ? time : part === '{id}' ? id : part);
  return mac.digest();
}

function formOf(recipe: HmacRecipe): string {
  const { algorithm, encoding, signed, field, timeField, timeHeader, idHeader, prefix } = recipe;
  const what = signed === '{body}' ? 'the raw body' : signed.replace(/\{(\w+)\}/g, '<$1>');
  const mac = `<${encoding} HMAC-${algorithm.toUpperCase().replace('SHA', 'SHA-')} of ${what}>`;
  const fields = [...(timeField === undefined ? [] : [`${timeField}=<time>`]), `${field ?? ''}=${prefix}${mac}`];
  const beside = [timeHeader, idHeader].filter((name) => name !== undefined);
  return `${field === undefined ? `${prefix}${mac}` : fields.join(',')}${beside.length > 0 ? `, with ${beside.join(' and ')}` : ''}`;
}
