export interface Endpoint {
  readonly apiId: string;
  readonly stage: string;
  /** What follows the stage, with its slash; empty when nothing does. */
  readonly rest: string;
}

const execute = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)(\/.*)?$/;

/** Reads the address that a template's outputs and environment variables give for an API, so that it can be rewritten to loopback. */
export function endpointOf(url: string): Endpoint | undefined {
  const [, apiId, stage, rest] = execute.exec(url) ?? [];
  return apiId === undefined || stage === undefined ? undefined : { apiId, stage, rest: rest ?? '' };
}
