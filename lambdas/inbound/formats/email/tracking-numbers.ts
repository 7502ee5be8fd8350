/** A number as a carrier shapes it. */
interface Shape {
  readonly pattern: RegExp;
  /** Absent: the carrier has no check digit, or has not published it, and the shape alone is too common to be trusted without a label. */
  readonly isRight?: (number: string) => boolean;
}

const digits = (text: string): readonly number[] => Array.from(text, Number);

/** Weights 3 and 1 in turn from the right, to the next ten: USPS, Publication 199, and GS1. */
function checksByThrees(number: string): boolean {
  const [check = -1, ...rest] = digits(number).toReversed();
  const sum = rest.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** Airline, seven digits, and their remainder by seven: IATA Resolution 600a, air waybill. */
function checksAsAirWaybill(number: string): boolean {
  const serial = number.slice(-8);
  return Number(serial.slice(0, 7)) % 7 === Number(serial[7]);
}

/** `1Z`, then letters as numbers (A is 2, B is 3 ... modulo 10), every second one doubled: UPS, Tracking Number Check Digit Calculation. */
function checksAsUps(number: string): boolean {
  const values = Array.from(number.slice(2), (sign) =>
    /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10,
  );
  const check = values.pop() ?? -1;
  const sum = values.reduce((total, value, at) => total + value * (at % 2 === 0 ? 1 : 2), 0);
  return (10 - (sum % 10)) % 10 === check;
}

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** Universal Postal Union, standard S10: two letters, eight digits, a check digit, the country. */
function checksAsS10(number: string): boolean {
  const serial = digits(number.slice(2, 11));
  const sum = S10_WEIGHTS.reduce((total, weight, at) => total + weight * (serial[at] ?? 0), 0);
  const left = 11 - (sum % 11);
  return (left === 10 ? 0 : left === 11 ? 5 : left) === serial[8];
}

const FEDEX_WEIGHTS = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];

/** FedEx Express, twelve digits: weights 1, 7 and 3 in turn from the right, modulo 11, and ten is nought. */
function checksAsFedex(number: string): boolean {
  const read = digits(number);
  const sum = FEDEX_WEIGHTS.reduce((total, weight, at) => total + weight * (read[at] ?? 0), 0);
  return (sum % 11) % 10 === read[11];
}

export const shapes = {
  ups: { pattern: /\b1Z[0-9A-Z]{15}\d\b/g, isRight: checksAsUps },
  usps: { pattern: /\b(?:420\d{5})?(9[1-5]\d{20}(?:\d{4})?)\b/g, isRight: checksByThrees },
  s10: { pattern: /\b[A-Z]{2}\d{9}[A-Z]{2}\b/g, isRight: checksAsS10 },
  fedex: { pattern: /\b\d{12}\b/g, isRight: checksAsFedex },
  fedexGround: { pattern: /\b\d{15}\b/g, isRight: checksByThrees },
  /** Serial shipping container code, with or without its application identifier. */
  sscc: { pattern: /(?<![\d-])(?:\(?00\)?)?(\d{18})(?![\d-])/g, isRight: checksByThrees },
  airWaybill: { pattern: /(?<![\d-])\d{3}-\d{4} ?\d{4}(?![\d-])/g, isRight: checksAsAirWaybill },
  amazon: { pattern: /\bTB[ABCM]\d{12}\b/g },
} as const satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof shapes;

/** Numbers of a shape whose check digit is right, or which say by themselves whose they are. */
export function numbersOfShape(name: ShapeName, text: string): readonly string[] {
  const { pattern, isRight }: Shape = shapes[name];
  return [...text.matchAll(pattern)].map(([all, inner]) => inner ?? all).filter((number) => isRight?.(number) ?? true);
}
