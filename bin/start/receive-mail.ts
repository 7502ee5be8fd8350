import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { ReceiveMail } from '../../local/services/sesv2/index.ts';

const status = z.enum(['PASS', 'FAIL', 'GRAY']).optional();
/** What SES would have found stands in the query: there is no DNS on this machine. */
const query = z.strictObject({
  to: z.email(),
  from: z.email().default('somebody@example.com'),
  spam: status,
  virus: status,
  spf: status,
  dkim: status,
  dmarc: status,
  results: z.string().optional(),
});

/** SES takes mails of up to 40 MB into a bucket. */
const MOST_BYTES = 40_000_000;

/** Stands for the SMTP of SES: the body of a POST is a mail. */
export function listenForMail(
  receive: ReceiveMail,
  port: number,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const answer = (code: number, text: string): void => {
      response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    };
    take(receive, request).then(
      ({ code, text }) => {
        answer(code, text);
      },
      (error: unknown) => {
        answer(500, error instanceof Error ? error.message : String(error));
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () => server.close(),
      });
    });
  });
}

async function take(
  receive: ReceiveMail,
  request: IncomingMessage,
): Promise<{ readonly code: number; readonly text: string }> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const read = query.safeParse(Object.fromEntries(url.searchParams));
  if (request.method !== 'POST' || !read.success)
    return { code: 400, text: `POST a mail to /?to=<source id>@… ${read.success ? '' : z.prettifyError(read.error)}` };
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    if (!(piece instanceof Buffer)) continue;
    bytes += piece.length;
    if (bytes > MOST_BYTES) return { code: 413, text: 'SES takes 40 MB.' };
    pieces.push(piece);
  }
  const { from, to, ...found } = read.data;
  const said = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  const messageId = await receive({ from, to: [to], raw: Buffer.concat(pieces), found: said });
  return messageId === undefined
    ? { code: 550, text: `Nobody takes mail for ${to}.` }
    : { code: 202, text: `Received as ${messageId}.` };
}
