import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../../local/services/serve-http.ts';
import type { World } from './world.ts';

export const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

interface Put {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: (path: string) => string;
}

/** As curl does it: the address, the headers that were told, the file. */
export async function put(
  world: World,
  grant: any,
  body: Uint8Array,
  change: Put = {},
): Promise<HttpAnswer & { text: string }> {
  const { host, pathname, search } = new URL(grant.url);
  const headers = { ...grant.headers, 'content-length': String(body.length), host, ...change.headers };
  const answer = await world.engine.s3.handle({
    method: change.method ?? 'PUT',
    url: (change.path ?? ((path: string) => path))(`${pathname}${search}`),
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
    body,
    sourceIp: '203.0.113.7',
  });
  return { ...answer, text: Buffer.from(answer.body).toString('utf8') };
}
