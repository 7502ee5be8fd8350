/**
 * The one seam between the code and what runs it. On AWS the symbol is absent and the real clock, randomness and network are used; the
 * engine on one machine sets it, and every bundle in the process shares it.
 */
export interface Runtime {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  uuid(): string;
  /** Answers an AWS SDK command in process: `call('SQSClient', 'SendMessageCommand', input)`. `attempts`: where the client makes another number of them than the SDK does. */
  call(clientName: string, commandName: string, input: unknown, attempts?: number): Promise<unknown>;
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

const SEAM = Symbol.for('fairlead.runtime');

function isRuntime(value: unknown): value is Runtime {
  return typeof value === 'object' && value !== null && 'now' in value && 'call' in value;
}

/** The engine's runtime, or undefined on AWS. */
export function localRuntime(): Runtime | undefined {
  const value: unknown = Reflect.get(globalThis, SEAM);
  return isRuntime(value) ? value : undefined;
}
