const codes = new Map<string, string>();

/** A country by its code of two letters or its English name. Undefined where it is neither. */
export function countryNamed(name: string): string | undefined {
  if (/^[A-Za-z]{2}$/.test(name)) return name.toUpperCase();
  if (codes.size === 0) fill();
  return codes.get(plain(name));
}

/** The names of Unicode CLDR, which the runtime has. */
function fill(): void {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  for (const first of letters)
    for (const second of letters) {
      const name = names.of(`${first}${second}`);
      if (name !== undefined && !codes.has(plain(name))) codes.set(plain(name), `${first}${second}`);
    }
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
