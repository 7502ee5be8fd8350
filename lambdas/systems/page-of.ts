import type { SubjectReference, SystemQuestion } from '../contracts/index.ts';
import { textIn } from '../inbound/formats/tree.ts';

/** The first page of a question; undefined: none of the references is one that it is asked by. */
export function firstPage(
  { path, by, query, paging }: SystemQuestion,
  references: readonly SubjectReference[],
): string | undefined {
  const asked = Object.entries(by).flatMap(([kind, parameter]) =>
    references.filter((reference) => reference.kind === kind).map(({ value }) => ({ parameter, value })),
  );
  const [first] = asked;
  if (first === undefined) return undefined;
  const parameters = new URLSearchParams(query);
  const isInPath = path.includes('{reference}');
  if (!isInPath) for (const { parameter, value } of asked) parameters.append(parameter, value);
  if (paging?.kind === 'offset') {
    parameters.set(paging.parameter, '0');
    if (paging.sizeParameter !== undefined) parameters.set(paging.sizeParameter, String(paging.size));
  }
  const encoded = encodeURIComponent(first.value);
  // As a part of a path these would lead to another one.
  if (isInPath && /^\.{1,2}$/.test(first.value)) return undefined;
  const text = parameters.toString();
  return `${path.replaceAll('{reference}', encoded)}${text === '' ? '' : `?${text}`}`;
}

export interface Page {
  /** As it was asked, below the address of the instance. */
  readonly path: string;
  readonly body: unknown;
  readonly link: string | null;
  readonly count: number;
}

/**
 * The page after this one; undefined: it was the last. An address that the system gives is followed only below the instance's own: our credentials go nowhere else.
 */
export function nextPage({ paging }: SystemQuestion, page: Page, base: string): string | undefined {
  switch (paging?.kind) {
    case undefined:
      return undefined;
    case 'link':
      return below(base, page.path, linkedNext(page.link));
    case 'next':
      return below(base, page.path, textIn(page.body, paging.path));
    case 'token': {
      const token = textIn(page.body, paging.path);
      return token === undefined ? undefined : withParameter(page.path, paging.parameter, token);
    }
    case 'offset': {
      if (page.count < paging.size) return undefined;
      const [, query = ''] = page.path.split('?');
      const offset = Number(new URLSearchParams(query).get(paging.parameter) ?? '0');
      return withParameter(page.path, paging.parameter, String(offset + page.count));
    }
  }
}

/** `<https://…>; rel="next"` among others. */
function linkedNext(header: string | null): string | undefined {
  const links = (header ?? '').matchAll(/<([^<>]{1,2000})>([^<]*)/g);
  for (const [, target, attributes = ''] of links)
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next[\s",;]?/i.test(`${attributes} `)) return target;
  return undefined;
}

function below(base: string, path: string, target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const root = base.replace(/\/$/, '');
  const here = new URL(`${root}${path}`);
  const url = URL.canParse(target, here.href) ? new URL(target, here) : undefined;
  if (url === undefined) return undefined;
  const whole = `${url.origin}${url.pathname}${url.search}`;
  const isOurs = whole.startsWith(`${root}/`) && whole !== `${root}${path}`;
  return isOurs ? whole.slice(root.length) : undefined;
}

function withParameter(path: string, parameter: string, value: string): string {
  const [before = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set(parameter, value);
  return `${before}?${parameters.toString()}`;
}
