/** Names of countries as carriers print them beside the official ones of CLDR. */
const ALSO: Readonly<Record<string, string>> = {
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
};

let byName: ReadonlyMap<string, string> | undefined;

/** The code of a country by its English name in any case, or the code itself. */
export function countryNamed(name: string | undefined): string | undefined {
  const sent = (name ?? '').trim().toLowerCase();
  if (/^[a-z]{2}$/.test(sent)) return sent.toUpperCase();
  byName ??= englishNames();
  return Object.hasOwn(ALSO, sent) ? ALSO[sent] : byName.get(sent);
}

function englishNames(): ReadonlyMap<string, string> {
  const display = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_none, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => `${first}${second}`));
  // Those that were and are no more come first, so that the code in use stands.
  return new Map(codes.reverse().flatMap((code) => nameOf(display, code)));
}

function nameOf(display: Intl.DisplayNames, code: string): readonly (readonly [string, string])[] {
  const name = display.of(code);
  return name === undefined ? [] : [[name.toLowerCase(), code]];
}
