import { parseArgs } from 'node:util';

export interface StartArguments {
  /** How many seconds of engine time one real second is. */
  readonly speed: number;
  readonly port: number;
  /** Folder for the state; absent: a new state that is gone afterwards. */
  readonly data: string | undefined;
  readonly demo: boolean;
  /** Whether the pack of the folder is to hold, whatever was published in the state before. */
  readonly publishPolicies: boolean;
}

export const USAGE = `npm start [-- options]
  --speed N    N seconds pass in one (60: an hour is a minute)   default 1
  --port N     port of the API; partners are on the next one     default 8800
  --data DIR   keep the state in DIR, and go on from it
  --no-demo    no demonstration feed
  --publish-policies  policies/default holds, also where something else was published in DIR
  --help`;

/** Throws with the usage where the arguments do not fit. */
export function readArguments(argv: readonly string[]): StartArguments | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      speed: { type: 'string', default: '1' },
      port: { type: 'string', default: '8800' },
      data: { type: 'string' },
      demo: { type: 'boolean', default: true },
      'publish-policies': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) return 'help';
  const speed = Number(values.speed);
  const port = Number(values.port);
  if (!(speed >= 1 && speed <= 3600)) throw new Error(`--speed takes a number from 1 to 3600, not ${values.speed}`);
  if (!Number.isInteger(port) || port < 0 || port > 65_534)
    throw new Error(`--port takes a port number, not ${values.port}`);
  return { speed, port, data: values.data, demo: values.demo, publishPolicies: values['publish-policies'] };
}
