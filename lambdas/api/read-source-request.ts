import type { SourceRegistration } from '../contracts/index.ts';

/** `"3"`: what GET has said in ETag. */
export function readVersion(ifMatch: string | undefined): number | undefined {
  const digits = /^"?(\d{1,9})"?$/.exec(ifMatch?.trim() ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What people see of a source: its path, and neither its key nor where its secret lies. */
export function shownSource({ apiKeyValue: _key, pathKey, contract: _contract, ...rest }: SourceRegistration): object {
  return { ...rest, path: `/v1/webhooks/${pathKey}` };
}
