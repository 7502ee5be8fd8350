import { invalid } from './failures.ts';

/**
 * DynamoDB numbers: 38 significant digits, 1E-130 to 9.9999999999999999999999999999999999999E+125, kept and compared as decimals.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
interface Decimal {
  readonly negative: boolean;
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** The value is 0.digits × 10^exponent. */
  readonly exponent: number;
}

const DIGITS = 38;
const GREATEST_EXPONENT = 126;
const LEAST_EXPONENT = -129;

const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

function parseDecimal(text: string): Decimal {
  const match = NUMBER.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole.length + fraction.length === 0)
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  const exponent = whole.length + Number(match[4] ?? 0) - (all.length - digits.length);
  return bounded({ negative: match[1] === '-', digits: digits.replace(/0+$/, ''), exponent });
}

function bounded(decimal: Decimal): Decimal {
  if (decimal.digits === '') return { negative: false, digits: '', exponent: 0 };
  if (decimal.digits.length > DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (decimal.exponent > GREATEST_EXPONENT)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (decimal.exponent < LEAST_EXPONENT)
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  return decimal;
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (digits.length <= exponent) return `${sign}${digits}${'0'.repeat(exponent - digits.length)}`;
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** The one way to write a number, as DynamoDB returns it: no exponent, no needless zeros. */
export function normalizeNumber(text: string): string {
  return PLAIN_INTEGER.test(text) ? text : format(parseDecimal(text));
}

/** A text whose order, by bytes, is the order of the numbers. Of a normalized number. */
export function sortableNumber(text: string): string {
  const { negative, digits, exponent } = parseDecimal(text);
  if (digits === '') return '1';
  const magnitude = exponent + 200;
  if (!negative) return `2${String(magnitude).padStart(3, '0')}${digits}`;
  const complement = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  // The closing mark sorts -1.5 before -1: without it a longer text would sort after its own beginning.
  return `0${String(999 - magnitude).padStart(3, '0')}${complement}~`;
}

/** Both normalized. Up to 15 characters a double orders decimals exactly. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (left.length <= 15 && right.length <= 15) return Number(left) - Number(right);
  return sortableNumber(left) < sortableNumber(right) ? -1 : 1;
}

function scaled(decimal: Decimal, scale: number): bigint {
  if (decimal.digits === '') return 0n;
  const value = BigInt(decimal.digits) * 10n ** BigInt(decimal.exponent - decimal.digits.length - scale);
  return decimal.negative ? -value : value;
}

export function addNumbers(left: string, right: string): string {
  if (PLAIN_INTEGER.test(left) && PLAIN_INTEGER.test(right)) return String(Number(left) + Number(right));
  const a = parseDecimal(left);
  const b = parseDecimal(right);
  const scale = Math.min(a.exponent - a.digits.length, b.exponent - b.digits.length, 0);
  const sum = scaled(a, scale) + scaled(b, scale);
  const negative = sum < 0n;
  const all = String(negative ? -sum : sum);
  const digits = all.replace(/^0+/, '').replace(/0+$/, '');
  return format(bounded({ negative, digits, exponent: all.length + scale }));
}

export function subtractNumbers(left: string, right: string): string {
  return addNumbers(left, right.startsWith('-') ? right.slice(1) : `-${right}`.replace(/^-0$/, '0'));
}

/** One byte for each two significant digits, one more, and one for the minus sign. */
export function sizeOfNumber(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
