import type { Get } from '../../systems/index.ts';
import type { GetJson } from '../ports.ts';

/** The JSON that a system answers; anything but a success is no answer. */
export function jsonFrom(system: string, get: Get): GetJson {
  return async (path, accept = 'application/json') => {
    const answer = await get(path, { headers: { accept } });
    if (!answer.ok) throw new Error(`${system.toUpperCase()} answered ${String(answer.status)}`);
    return answer.json();
  };
}
