import * as z from 'zod';
import type { AskedSystem } from '../../contracts/index.ts';
import {
  parseEnvironment,
  patience,
  random,
  request,
  secretReader,
  settingReader,
  sleep,
} from '../../platform/index.ts';

/** One question may take so long, all tries together well below the function's 10 s. */
const PATIENCE_MS = 2_500;
const TRIES = 2;
const PAUSE_MS = 200;

const credentials = z.record(z.string(), z.object({ apiKey: z.string() }));

export type GetJson = (path: string) => Promise<unknown>;

/** GET against a system of record: its address from the settings, its key from the secret of systems, with time-out and one retry with jitter. */
export function connectTo(system: AskedSystem): GetJson {
  const environment = parseEnvironment({ SETTINGS_PREFIX: z.string(), SYSTEM_SECRET: z.string() });
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const secret = secretReader();
  const askOnce = async (url: string, apiKey: string): Promise<unknown> => {
    const answer = await request(url, {
      headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json' },
      signal: patience(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`${system.toUpperCase()} answered ${String(answer.status)}`);
    return answer.json();
  };
  return async (path) => {
    const [url, keys] = await Promise.all([setting(`systems/${system}/url`), secret(environment.SYSTEM_SECRET)]);
    const apiKey = credentials.parse(JSON.parse(keys))[system]?.apiKey;
    if (apiKey === undefined) throw new Error(`the secret of systems has no key for ${system}`);
    for (let tries = 1; ; tries += 1) {
      try {
        return await askOnce(`${url}${path}`, apiKey);
      } catch (error) {
        if (tries === TRIES) throw error;
        await sleep(PAUSE_MS * (0.5 + random()));
      }
    }
  };
}
