import type { APIGatewayProxyResult } from 'aws-lambda';
import { replyRefusals } from '../answer-reply.ts';
import type { CheckedLink } from '../link-token.ts';
import { renderPage } from '../render-page.ts';
import type { Page } from '../render-page.ts';

export interface PageAnswer {
  readonly status: number;
  readonly page: Page;
}

const REFUSALS = {
  malformed: 'This link is not complete. Copy it from the message as a whole.',
  forged: 'This link was not made by Fairlead.',
  expired: 'This link is too old. The case may have gone on; look for a newer message.',
} as const;

/** What is sent by something else than the page behind the link. */
export const STRANGE: Page = {
  title: 'Open the link again',
  lines: ['Decide on the page that it shows. Nothing has happened.'],
};

export function refusedLink(why: Extract<CheckedLink, { ok: false }>['why']): APIGatewayProxyResult {
  return page(why === 'expired' ? 410 : 400, { title: 'This link does not work', lines: [REFUSALS[why]] });
}

/** A link is for a person, and the policy has them no more. */
export const GONE_AWAY: PageAnswer = {
  status: 403,
  page: { title: 'Nothing was changed', lines: [replyRefusals.unknownPerson] },
};

/** With what the handler adds to it. */
export function shown({ status, page: content }: PageAnswer, more: Pick<Page, 'doors'> = {}): APIGatewayProxyResult {
  return page(status, { ...content, ...more });
}

export function page(statusCode: number, content: Page): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: renderPage(content),
  };
}

/** What the form of a page sends. */
export function formIn(body: string | null, isBase64Encoded: boolean): URLSearchParams {
  return new URLSearchParams(textIn(body, isBase64Encoded));
}

export function textIn(body: string | null, isBase64Encoded: boolean): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}
