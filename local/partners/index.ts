import { createServer } from 'node:http';
import { createMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { mailboxPage, mailPage, requestsPage, slackPage } from './pages.ts';
import { createCrm, createErp, createTms } from './records.ts';
import { createSlack } from './slack.ts';
import type { SlackMessage, SlackPartner } from './slack.ts';
import type { SystemPartner } from './system.ts';
import type { PartnerClock } from './types.ts';

export type { Mail } from './mailbox.ts';
export type { SlackMessage } from './slack.ts';
export type { Behaviour } from './types.ts';

export interface Partners {
  readonly erp: SystemPartner;
  readonly tms: SystemPartner;
  readonly crm: SystemPartner;
  readonly slack: SlackPartner;
  readonly mailbox: Mailbox;
  /** In process, by host name: `http://erp.partner.test/…`. */
  handle(request: Request): Promise<Response>;
  /** Over loopback, all on one port: `http://127.0.0.1:<port>/erp/…`. Port 0 takes a free one. */
  listen(port: number): Promise<ListeningPartners>;
}
export interface ListeningPartners {
  readonly url: string;
  close(): Promise<void>;
}

/** The outside world on one machine: systems of record, Slack, a mailbox. */
export function createPartners(
  clock: PartnerClock,
  onSlackMessage: (message: SlackMessage) => void = () => undefined,
): Partners {
  const erp = createErp(clock);
  const tms = createTms(clock);
  const crm = createCrm(clock);
  const slack = createSlack(clock, onSlackMessage);
  const mailbox = createMailbox();
  const partners = { erp, tms, crm, slack };
  const answerOf = (name: string | undefined): ((request: Request) => Promise<Response>) | undefined =>
    Object.entries(partners).find(([known]) => known === name)?.[1].answer;

  const show = (path: string, base: string): string | undefined => {
    if (path === '/slack') return slackPage(slack.messages);
    if (path === '/mailbox') return mailboxPage(mailbox.mails, `${base}/mailbox`);
    const mail = mailbox.mails[Number(/^\/mailbox\/mail\/(\d+)$/.exec(path)?.[1] ?? -1)];
    if (mail !== undefined) return mailPage(mail);
    const system = { '/erp': erp, '/tms': tms, '/crm': crm }[path];
    return system === undefined ? undefined : requestsPage(path.slice(1).toUpperCase(), system.requests);
  };

  return {
    ...partners,
    mailbox,
    handle: async (request) => {
      const name = /^(\w+)\.partner\.test$/.exec(new URL(request.url).hostname)?.[1];
      const answer = answerOf(name);
      if (answer === undefined) throw new TypeError('fetch failed');
      return answer(request);
    },
    listen: (port) =>
      new Promise((resolve, reject) => {
        const server = createServer((incoming, outgoing) => {
          const base = `http://${incoming.headers.host ?? 'localhost'}`;
          const path = new URL(incoming.url ?? '/', base).pathname.replace(/\/$/, '');
          const shown = incoming.method === 'GET' ? show(path, base) : undefined;
          if (shown !== undefined) {
            outgoing
              .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
              .end(shown);
            return;
          }
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const [, name] = path.split('/');
            const answer = answerOf(name);
            const request = new Request(new URL((incoming.url ?? '/').replace(`/${name ?? ''}`, '') || '/', base), {
              method: incoming.method ?? 'GET',
              headers: Object.entries(incoming.headers).flatMap(([key, value]) =>
                typeof value === 'string' && key !== 'host' ? [[key, value] as [string, string]] : [],
              ),
              ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
            });
            (answer ?? (() => Promise.resolve(new Response('not found', { status: 404 }))))(request)
              .then(async (response) => {
                outgoing
                  .writeHead(response.status, Object.fromEntries(response.headers))
                  .end(Buffer.from(await response.arrayBuffer()));
              })
              .catch(() => outgoing.destroy());
          });
        });
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const address = server.address();
          const actual = typeof address === 'object' && address !== null ? address.port : port;
          resolve({
            url: `http://127.0.0.1:${String(actual)}`,
            close: () =>
              new Promise((done) =>
                server.close(() => {
                  done();
                }),
              ),
          });
        });
      }),
  };
}
