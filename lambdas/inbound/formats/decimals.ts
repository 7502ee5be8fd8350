/** A decimal as a contract has it, or undefined: fifteen digits, six behind the point. What has more is cut behind the point; an exponent is written out. */
export function decimalOf(sent: string | number | undefined): string | undefined {
  if (typeof sent === 'number') return Number.isFinite(sent) ? decimalOf(plain(sent)) : undefined;
  const [, sign = '', whole = '', fraction = ''] =
    /^([+-]?)(\d{0,15})(?:\.(\d{0,30}))?$/.exec((sent ?? '').trim()) ?? [];
  if (whole === '' && fraction === '') return undefined;
  const digits = fraction.slice(0, 6);
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${digits === '' ? '' : `.${digits}`}`;
}

function plain(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : value.toFixed(6).replace(/\.?0+$/, '');
}

/** Which of two decimals is more: below zero, zero or above. They are compared as they are written, not as floats. */
export function compareDecimals(left: string, right: string): number {
  // A float tells decimals of fifteen digits apart, and is much faster.
  if (left.length <= EXACT && right.length <= EXACT) return Number(left) - Number(right);
  const difference = scaled(left) - scaled(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function addDecimals(decimals: readonly string[]): string {
  return unscaled(decimals.reduce((sum, decimal) => sum + scaled(decimal), 0n));
}

const EXACT = 15;

const MILLION = 1_000_000n;

function scaled(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const amount = BigInt(whole) * MILLION + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return sign === '-' ? -amount : amount;
}

function unscaled(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % MILLION)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${String(size / MILLION)}${fraction === '' ? '' : `.${fraction}`}`;
}
