import type { AskedSystem } from '../../contracts/index.ts';
import { random, sleep } from '../../platform/index.ts';
import { connectTo } from '../../systems/index.ts';

/** One question may take so long, all tries together well below the function's 10 s. */
const PATIENCE_MS = 2_500;
const TRIES = 2;
const PAUSE_MS = 200;

export type GetJson = (path: string, accept?: string) => Promise<unknown>;

/** GET against a system of record, with one retry with jitter. */
export function getFrom(system: AskedSystem): GetJson {
  const call = connectTo(system, PATIENCE_MS);
  const askOnce = async (path: string, accept: string): Promise<unknown> => {
    const answer = await call(path, { headers: { accept } });
    if (!answer.ok) throw new Error(`${system.toUpperCase()} answered ${String(answer.status)}`);
    return answer.json();
  };
  return async (path, accept = 'application/json') => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await askOnce(path, accept);
      } catch (error) {
        if (tries === TRIES) throw error;
        await sleep(PAUSE_MS * (0.5 + random()));
      }
    }
  };
}
