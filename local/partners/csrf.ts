import { createHash } from 'node:crypto';

/** So many sessions are remembered; the oldest is forgotten, and has to fetch a token again. */
const MOST_KEPT = 1_000;

export interface CsrfGuard {
  /** Headers of an answer to a request that fetches a token: token and session belong together. */
  issue(request: Request): Readonly<Record<string, string>>;
  /** Undefined: the request carries the token of its session. */
  refuse(request: Request): Response | undefined;
  /** All sessions end, as when the application server is started again. */
  readonly forget: () => void;
}

/**
 * SAP Gateway takes a modifying request only with the token of its session: fetched by `X-CSRF-Token: Fetch` on a reading request, and sent together with the cookies that came with
 * it. Without: 403, `X-CSRF-Token: Required`. https://userapps.support.sap.com/sap/support/knowledge/en/3048103
 */
export function createCsrfGuard(): CsrfGuard {
  const sessions = new Map<string, string>();
  let count = 0;
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 24);
  return {
    issue: (request) => {
      if (request.headers.get('x-csrf-token')?.toLowerCase() !== 'fetch') return {};
      count += 1;
      const [session, token] = [hash(`session ${String(count)}`), hash(`token ${String(count)}`)];
      sessions.set(session, token);
      const oldest = sessions.size > MOST_KEPT ? sessions.keys().next().value : undefined;
      if (oldest !== undefined) sessions.delete(oldest);
      return { 'x-csrf-token': token, 'set-cookie': `SAP_SESSIONID_ERP_100=${session}; path=/; HttpOnly` };
    },
    refuse: (request) => {
      const session = /SAP_SESSIONID_ERP_100=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
      const token = sessions.get(session);
      if (token !== undefined && token === request.headers.get('x-csrf-token')) return undefined;
      return new Response('CSRF token validation failed', {
        status: 403,
        headers: { 'content-type': 'text/plain', 'x-csrf-token': 'Required' },
      });
    },
    forget: () => {
      sessions.clear();
    },
  };
}
