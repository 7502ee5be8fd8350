import * as z from 'zod';
import type { AskedSystem } from '../../contracts/index.ts';
import { parseEnvironment, patience, request, secretReader, settingReader } from '../../platform/index.ts';

const credentials = z.record(z.string(), z.object({ apiKey: z.string() }));

/** One request to a system of record, by its path. */
export type CallSystem = (path: string, init?: RequestInit) => Promise<Response>;

/** Reaches a system of record: its address from the settings, its key from the secret of systems, with a time-out. */
export function connectTo(system: AskedSystem, patienceMs: number): CallSystem {
  const environment = parseEnvironment({ SETTINGS_PREFIX: z.string(), SYSTEM_SECRET: z.string() });
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const secret = secretReader();
  return async (path, init = {}) => {
    const [url, keys] = await Promise.all([setting(`systems/${system}/url`), secret(environment.SYSTEM_SECRET)]);
    const apiKey = credentials.parse(JSON.parse(keys))[system]?.apiKey;
    if (apiKey === undefined) throw new Error(`the secret of systems has no key for ${system}`);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${apiKey}`);
    if (!headers.has('accept')) headers.set('accept', 'application/json');
    return request(`${url}${path}`, { ...init, headers, signal: patience(patienceMs) });
  };
}
