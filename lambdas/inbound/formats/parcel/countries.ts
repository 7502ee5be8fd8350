/** Names of countries as carriers print them beside the official ones of CLDR. */
const ALSO: Readonly<Record<string, string>> = {
  uk: 'GB',
  usa: 'US',
  'united states of america': 'US',
  'great britain (uk)': 'GB',
  'great britain and northern ireland': 'GB',
  'hong kong': 'HK',
  hkg: 'HK',
  'china, peoples republic': 'CN',
  'china, people s republic': 'CN',
  'korea, republic of (south k.)': 'KR',
  'south korea': 'KR',
  'korea, republic of': 'KR',
  'taiwan, china': 'TW',
  'czech republic, the': 'CZ',
  'netherlands, the': 'NL',
  turkey: 'TR',
  // ISO 3166-1 alpha-3, of the countries with the most parcels.
  can: 'CA',
  gbr: 'GB',
  deu: 'DE',
  fra: 'FR',
  ita: 'IT',
  esp: 'ES',
  nld: 'NL',
  bel: 'BE',
  aut: 'AT',
  che: 'CH',
  pol: 'PL',
  chn: 'CN',
  jpn: 'JP',
  kor: 'KR',
  sgp: 'SG',
  aus: 'AU',
  nzl: 'NZ',
  ind: 'IN',
  mex: 'MX',
  bra: 'BR',
};

let byName: ReadonlyMap<string, string> | undefined;

/** The code of a country by its English name in any case, or the code itself. */
export function countryNamed(name: string | undefined): string | undefined {
  const sent = (name ?? '').trim().toLowerCase();
  if (Object.hasOwn(ALSO, sent)) return ALSO[sent];
  if (/^[a-z]{2}$/.test(sent)) return sent.toUpperCase();
  byName ??= englishNames();
  return byName.get(sent);
}

function englishNames(): ReadonlyMap<string, string> {
  const display = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_none, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => `${first}${second}`));
  return new Map(codes.flatMap((code) => nameOf(display, code)));
}

function nameOf(display: Intl.DisplayNames, code: string): readonly (readonly [string, string])[] {
  const name = display.of(code);
  // Codes that are no more in use go under the name of their successor.
  const isInUse = new Intl.Locale(`und-${code}`).region === code;
  return name === undefined || !isInUse ? [] : [[name.toLowerCase(), code]];
}
