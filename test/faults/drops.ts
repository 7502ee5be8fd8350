import { outputOf } from '../../bin/set-up/deployment.ts';
import { sha256Hex } from '../../lambdas/contracts/index.ts';
import { signBody } from '../../lambdas/inbound/index.ts';
import type { World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';
import { tryOnce } from './try-once.ts';
import type { Plan } from './plan.ts';
import type { FileDrop } from './plan-reports.ts';
import type { Sent } from './senders.ts';
import { idsOf, quarantinedAs, SOURCES, tableOf } from './say.ts';

const PAUSE = 60_000;

/** What the bucket has taken is accepted; whoever could not put it there tries again. */
export function dropFiles(world: World, { files, startAt }: Plan, agenda: Agenda, done: Sent): void {
  const begin = world.now();
  const drop = (file: FileDrop): void => {
    const table = tableOf(file, startAt);
    const ids = idsOf(table, 'warehouse');
    for (const id of ids) done.sent.add(id);
    const put = (): Promise<void> =>
      file.by === 'inbox'
        ? putIntoInbox(world, SOURCES.warehouse.id, file.name, table.bytes)
        : putByGrant(world, file.name, table.bytes);
    tryOnce(world, agenda, {
      request: put,
      isEnd: () => {
        for (const id of ids) done.accepted.add(id);
        if (file.unreadable > 0) done.refused.add(quarantinedAs(SOURCES.warehouse.id, table.bytes));
        return true;
      },
      again: {
        after: PAUSE,
        act: () => {
          drop(file);
        },
      },
    });
  };
  for (const file of files) {
    agenda.add(begin + file.at, () => {
      drop(file);
    });
  }
}

export async function putIntoInbox(world: World, sourceId: string, name: string, Body: Uint8Array): Promise<void> {
  const Bucket = outputOf(world.deployment, 'RawBucket');
  await world.operate('s3', 'PutObject', { Bucket, Key: `inbox/${sourceId}/${name}`, Body });
}

/** Asks for an address, as a sender whose file is too large for a request, and puts the file there. */
async function putByGrant(world: World, name: string, body: Uint8Array): Promise<void> {
  const { id, secret } = world.sources.find((source) => source.id === SOURCES.warehouse.id) ?? world.source;
  const wish = new TextEncoder().encode(JSON.stringify({ name, bytes: body.length, sha256: sha256Hex(body) }));
  const signature = signBody(wish, secret, Math.floor(world.now() / 1000));
  const headers = { 'content-type': 'application/json', 'fairlead-signature': signature };
  const granted = await world.begin('POST', `/v1/sources/${id}/uploads`, { headers, body: wish });
  if (granted.status !== 201) throw new Error(`the address is refused: ${granted.status}`);
  const { host, pathname, search } = new URL(granted.json.url);
  const answer = await world.engine.s3.handle({
    method: 'PUT',
    url: `${pathname}${search}`,
    headers: Object.entries({ ...granted.json.headers, 'content-length': String(body.length), host }).map(
      ([key, value]) => [key, String(value)] as const,
    ),
    body,
    sourceIp: '203.0.113.7',
  });
  if (answer.status !== 200) throw new Error(`the file is refused: ${answer.status}`);
}
