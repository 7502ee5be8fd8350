/** The first letters of months in English, German, French, Spanish, Italian, Dutch, Portuguese and Polish, in small letters and without accents. */
const MONTHS: readonly RegExp[] = [
  /^(jan|ene|gen|sty)/,
  /^(feb|fev|lut)/,
  /^(mar|maa|mrt)/,
  /^(apr|avr|abr|kwi)/,
  /^(may|mai|mei|mag|maj)/,
  /^(jun|juin|giu|cze)/,
  /^(jul|juil|lug|lip)/,
  /^(aug|aou|ago|sie)/,
  /^(sep|set|wrz)/,
  /^(oct|okt|out|ott|paz)/,
  /^(nov|lis)/,
  /^(dec|dez|dic|gru)/,
];

/** 1 to 12 by the name of a month, written out or cut short; 0 where it is none. */
export function monthNamed(name: string): number {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return MONTHS.findIndex((pattern) => pattern.test(plain)) + 1;
}
