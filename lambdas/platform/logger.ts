import { Logger } from '@aws-lambda-powertools/logger';

/**
 * What may be logged: a catalogue code, ids and counts. Never a body, a name, an address or a secret: the type of `fields` has no room
 * for objects on purpose.
 */
export interface LogFields {
  readonly [field: string]: string | number | boolean | undefined;
}

export interface Log {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields, error?: unknown): void;
}

/** Only name and own message of an error: a cause or a zod input may hold data of a payload. */
function describe(error: unknown): LogFields {
  // What JSON.parse could not read stands in its message.
  if (error instanceof SyntaxError) return { errorName: error.name };
  if (error instanceof Error) return { errorName: error.name, errorMessage: error.message.slice(0, 300) };
  return { errorName: 'NonError' };
}

export function createLog(room: string): Log {
  const logger = new Logger({ serviceName: room });
  return {
    info: (code, fields = {}) => {
      logger.info(code, { code, ...fields });
    },
    warn: (code, fields = {}) => {
      logger.warn(code, { code, ...fields });
    },
    error: (code, fields = {}, error?: unknown) => {
      logger.error(code, { code, ...fields, ...(error === undefined ? {} : describe(error)) });
    },
  };
}
