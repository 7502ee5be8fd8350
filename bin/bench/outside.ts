import { Agent, request } from 'node:http';
import { signBody } from '../../lambdas/inbound/index.ts';
import { createPartners } from '../../local/partners/index.ts';
import { attemptedDelivery } from '../start/demo-feed.ts';
import { errand, IN_THE_LINE, isMarked, preciseNow, serialIn, trackingOf } from './errand.ts';
import type { Errand, News, Noticed } from './errand.ts';
import { pause } from './wait.ts';

/**
 * The outside world in a process of its own: the senders and the partners over loopback. Then what they cost is not the engine's, and they are not
 * late because the engine is busy.
 */

/** Posts that are under way at a time: what a gateway of a large sender keeps open. */
const AT_ONCE = 32;
/** News of messages go together, so that hearing of them costs the engine's process little. */
const TELL_EVERY_MS = 20;

const agent = new Agent({ keepAlive: true, maxSockets: Infinity, scheduling: 'lifo' });
const tell = (news: News): void => void process.send?.(news);
let target: Omit<Extract<Errand, { kind: 'aim' }>, 'kind'> = { base: '', sources: [] };

/** Cases that were reported and that nobody has been told about by Slack, the last of the channels. */
const inTheLine = new Set<number>();
const waiting: (() => void)[] = [];
let notices: Noticed[] = [];
const partners = createPartners({ now: () => Date.now(), sleep: pause }, ({ text, blocks, metadata }) => {
  const serial = serialIn(text);
  const payload = metadata?.['event_payload'];
  if (serial === undefined) return;
  if (inTheLine.delete(serial)) waiting.shift()?.();
  if (notices.length === 0) setTimeout(tellNotices, TELL_EVERY_MS);
  notices.push({
    serial,
    at: preciseNow(),
    notice: JSON.stringify(payload ?? null),
    marked: isMarked(JSON.stringify(blocks)),
  });
});
function tellNotices(): void {
  tell({ kind: 'noticed', notices });
  notices = [];
}

interface Answer {
  readonly at: number;
  readonly milliseconds: number;
}

function post(path: string, headers: Readonly<Record<string, string>>, body: string, wanted: number): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const begun = preciseNow();
  const sent = request(`${target.base}${path}`, { method: 'POST', agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const { statusCode } = response;
      if (statusCode === wanted) resolve({ at: begun, milliseconds: preciseNow() - begun });
      else reject(new Error(`${String(statusCode)} ${Buffer.concat(chunks).toString('utf8')}`));
    });
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** A sender without an answer sends again. */
async function report(serial: number): Promise<Answer> {
  try {
    return await reportOnce(serial);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ECONNRESET') throw error;
    return reportOnce(serial);
  }
}

/** What is reported again is the same message once more, byte for byte: reported for another minute it would be another report. */
const bodies = new Map<number, string>();

function bodyOf(serial: number): string {
  const known = bodies.get(serial);
  if (known !== undefined) return known;
  const stamp = new Date(Date.now() - 20 * 60_000).toISOString();
  const body = attemptedDelivery({
    scac: 'NRTH',
    city: 'DULUTH',
    state: 'MN',
    status: 'AH',
    reason: 'AQ',
    tracking: trackingOf(serial),
    shipment: `SO-${String(serial)}`,
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    timeCode: 'UT',
  });
  bodies.set(serial, body);
  return body;
}

function reportOnce(serial: number): Promise<Answer> {
  const body = bodyOf(serial);
  // What is reported again is reported by whoever reported it first.
  const { path, secret } = target.sources[serial % target.sources.length] ?? { path: '', secret: '' };
  const signature = signBody(Buffer.from(body), secret, Math.floor(Date.now() / 1000));
  return post(path, { 'content-type': 'application/edi-x12', 'fairlead-signature': signature }, body, 202);
}

type Reports = Extract<Errand, { kind: 'report' }>;

async function reportAll({ first, count, distinct, perSecond }: Reports): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const one = async (index: number): Promise<void> => {
    const serial = first + (index % distinct);
    if (index < distinct) inTheLine.add(serial);
    answers.push(await report(serial));
  };
  if (perSecond === undefined) {
    let next = 0;
    const sender = async (): Promise<void> => {
      while (next < count) {
        if (inTheLine.size >= IN_THE_LINE) await new Promise<void>((resolve) => waiting.push(resolve));
        if (next < count) await one(next++);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    return answers;
  }
  const begun = preciseNow();
  const posts: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    await pause(Math.max(0, begun + (index * 1000) / perSecond - preciseNow()));
    posts.push(one(index));
  }
  await Promise.all(posts);
  return answers;
}

async function run(wanted: Errand): Promise<readonly Answer[]> {
  switch (wanted.kind) {
    case 'aim':
      target = wanted;
      return [];
    case 'post':
      return [await post(wanted.path, {}, wanted.body, 200)];
    case 'report':
      return reportAll(wanted);
  }
}

process.on('message', (message) => {
  run(errand.parse(message)).then(
    (answers) => {
      tell({ kind: 'done', answers: [...answers] });
    },
    (error: unknown) => {
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    },
  );
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready', urls: { ...(await partners.listen(0)).urls } });
