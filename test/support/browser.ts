import type { World } from './world.ts';

/** What somebody sees who has opened an address in a browser. */
interface Seen {
  readonly status: number;
  readonly html: string;
  readonly title: string;
  readonly text: string;
  /** Address by what stands on it; the first of several. */
  readonly links: ReadonlyMap<string, string>;
  /** All addresses of a label. */
  readonly all: (label: string) => readonly string[];
  readonly buttons: readonly string[];
}

/** What stands on a page, in one line. */
export const wordsOf = (html: string): string =>
  html
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

/** Opens pages and sends their forms, as a person in a browser does. */
export function browser(world: World) {
  const seen = async (path: string, method: 'GET' | 'POST', form?: Record<string, string>): Promise<Seen> => {
    const answer = await world.request(
      method,
      path,
      form === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
            body: new URLSearchParams(form).toString(),
          },
    );
    const html = answer.text;
    // Each is relative to where the page was opened.
    const found = [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)</g)].map(
      ([, href = '', label = '']) => [wordsOf(label), new URL(href, `http://x${path}`).pathname] as const,
    );
    return {
      status: answer.status,
      html,
      title: wordsOf(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? ''),
      text: wordsOf(html),
      links: new Map(found.toReversed()),
      all: (label) => found.filter(([said]) => said === label).map(([, url]) => url),
      buttons: [...html.matchAll(/name="decision" value="([^"]+)"/g)].map(([, value = '']) => value),
    };
  };
  return {
    open: (path: string) => seen(path, 'GET'),
    send: (path: string, form: Record<string, string>) => seen(path, 'POST', form),
  };
}

/** The first address of that kind in the newest mail to somebody. */
export function addressIn(world: World, to: string, label: string): string {
  const text = world.told.findLast((told) => told.to === to && told.mail !== undefined)?.mail?.text ?? '';
  const url = new RegExp(`${label}[^\n]*?:\\s+(http\\S+)`).exec(text)?.[1];
  if (url === undefined) throw new Error(`no “${label}” in the mail to ${to}`);
  return url.replace(/^.*?(?=\/v1\/)/, '');
}
