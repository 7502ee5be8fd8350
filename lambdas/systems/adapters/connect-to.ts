import * as z from 'zod';
import type { SystemOfRecord, Connection, SystemInstance } from '../../contracts/index.ts';
import { parseEnvironment, patience, request, settingReader } from '../../platform/index.ts';
import { readConnection } from '../read-connection.ts';
import { authenticator } from './authenticate.ts';

/** One request to an instance of a system of record, by its path. */
export type CallSystem = (path: string, init?: RequestInit) => Promise<Response>;

export interface SystemConnector {
  readonly connection: () => Promise<Connection>;
  /** Answers with whatever the system says. A credential that it refuses is fetched anew once, and the request repeated: a request that was refused so has changed nothing. */
  readonly call: (instance: SystemInstance, patienceMs: number) => CallSystem;
}

/** Reaches a system of record as its connection says, with its secret and a time-out. */
export function connectTo(system: SystemOfRecord): SystemConnector {
  const environment = parseEnvironment({ SETTINGS_PREFIX: z.string() });
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const authenticate = authenticator(system);
  return {
    connection: async () => readConnection(system, await setting(`systems/${system}/connection`)),
    call:
      (instance, patienceMs) =>
      async (path, init = {}) => {
        const send = async (proof: Readonly<Record<string, string>>): Promise<Response> => {
          const headers = new Headers(init.headers);
          for (const [name, value] of Object.entries(proof)) headers.set(name, value);
          if (!headers.has('accept')) headers.set('accept', 'application/json');
          const url = `${instance.url.replace(/\/$/, '')}${path}`;
          // Where a system sends us elsewhere our credentials do not go.
          return request(url, { ...init, headers, redirect: 'manual', signal: patience(patienceMs) });
        };
        const proof = await authenticate(instance);
        const answer = await send(proof);
        if (answer.status !== 401) return answer;
        const renewed = await authenticate(instance, true);
        const isSame = Object.entries(renewed).every(([name, value]) => proof[name] === value);
        return isSame ? answer : send(renewed);
      },
  };
}
