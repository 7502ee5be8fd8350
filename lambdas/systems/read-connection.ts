import { connection } from '../contracts/index.ts';
import type { SystemOfRecord, Connection } from '../contracts/index.ts';

/** The setting of a system: a connection as JSON, or an address alone, which is one instance that takes a bearer key. */
export function readConnection(system: SystemOfRecord, setting: string): Connection {
  const text = setting.trim();
  const wish: unknown = text.startsWith('{')
    ? JSON.parse(text)
    : { contract: 'connection/1', system, instances: [{ name: system, url: text }] };
  const read = connection.parse(wish);
  if (read.system !== system) throw new Error(`the connection of ${system} is one of ${read.system}`);
  return read;
}
