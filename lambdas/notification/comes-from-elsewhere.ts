type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a page that is not ours makes a browser send this form. Browsers say where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin`; neither can be set by a page.
 * Our own pages send no referrer, so that their `Origin` is `null`. What is no browser says neither, and has nothing that another site could use.
 */
export function comesFromElsewhere(headers: Headers): boolean {
  const said = (name: string): string | undefined =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const site = said('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = said('origin');
  if (origin === undefined || origin === 'null') return false;
  return !URL.canParse(origin) || new URL(origin).host !== said('host');
}
