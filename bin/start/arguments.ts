import { readCommandLine, refuseCommandLine } from '../command-line.ts';

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

/** Others come after it, and each may have to go on to the next free one. */
const HIGHEST_PORT = 65_500;

const USAGE = `npm start [-- options]
  --speed N    N seconds pass in one (60: an hour is a minute)   default 1
  --port N     port of the API; partners are on the next one     default 8800
  --data DIR   keep the state in DIR, and go on from it
  --no-demo    no demonstration feed
  --publish-policies  policies/default holds, also where something else was published in DIR
  --help`;

/** Ends the process, with the usage, where the arguments do not fit. */
export function readArguments(): StartArguments {
  const { values } = readCommandLine(USAGE, {
    options: {
      speed: { type: 'string', default: '1' },
      port: { type: 'string', default: '8800' },
      data: { type: 'string' },
      'no-demo': { type: 'boolean', default: false },
      'publish-policies': { type: 'boolean', default: false },
    },
  });
  const speed = Number(values.speed);
  const port = Number(values.port);
  if (!(speed >= 1 && speed <= 3600))
    refuseCommandLine(USAGE, `--speed takes a number from 1 to 3600, not ${values.speed}.`);
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT)
    refuseCommandLine(USAGE, `--port takes a port number up to ${String(HIGHEST_PORT)}, not ${values.port}.`);
  return { speed, port, data: values.data, demo: !values['no-demo'], publishPolicies: values['publish-policies'] };
}
