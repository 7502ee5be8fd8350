import { invalidPattern } from './pattern-error.ts';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseV4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  let value = 0n;
  for (const part of text.split('.')) {
    if (Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseGroups(text: string): readonly string[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : undefined;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '');
  const tail = parseGroups(halves[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = parseV6(text);
  return v6 === undefined ? undefined : { bits: 128, value: v6 };
}

/** `10.0.0.0/24`, `2001:db8::/32`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching */
export function compileCidr(block: unknown): (value: unknown) => boolean {
  const [text = '', mask = '', ...more] = typeof block === 'string' ? block.split('/') : [];
  const network = parseAddress(text);
  if (network === undefined || more.length > 0 || !/^\d{1,3}$/.test(mask) || Number(mask) > network.bits) {
    throw invalidPattern(`Malformed CIDR ${JSON.stringify(block)}`);
  }
  const shift = BigInt(network.bits - Number(mask));
  const wanted = network.value >> shift;
  return (value) => {
    if (typeof value !== 'string') return false;
    const address = parseAddress(value);
    return address?.bits === network.bits && address.value >> shift === wanted;
  };
}
