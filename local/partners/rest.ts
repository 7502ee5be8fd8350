import { json, readObject } from './types.ts';
import type { Document } from './types.ts';

/* What the systems with a plain REST interface (TMS, WMS, trade compliance, documents) have in common. */

export function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return json({ status, message }, status, headers);
}

export function notAllowed(allow: string): Response {
  return refuse(405, `Allowed: ${allow}.`, { allow });
}

export const NO_SUCH_RESOURCE = 'There is no such resource.';
export const NO_BEARER = 'A bearer token is needed.';
export const KEY_REUSED = 'This Idempotency-Key came with another content before.';

/** Type of each field that a body may have; one with a question mark may be absent. */
export type Shape = Readonly<Record<string, 'string' | 'number' | 'string?' | 'number?'>>;

/** The body, or in words what is wrong with it. */
export async function readBody(request: Request, shape: Shape): Promise<Document | string> {
  const body = await readObject(request);
  if (body === undefined) return 'The body must be a JSON object.';
  const unknown = Object.keys(body).find((name) => !Object.hasOwn(shape, name));
  if (unknown !== undefined) return `${unknown} is not known here.`;
  for (const [name, type] of Object.entries(shape)) {
    const value = body[name];
    if (value === undefined && type.endsWith('?')) continue;
    if (value === '' || typeof value !== type.replace('?', '')) return `${name} must be a ${type.replace('?', '')}.`;
  }
  return body;
}

/** Values of a query parameter without empty ones. */
export function valuesOf(parameters: URLSearchParams, name: string): readonly string[] {
  return parameters.getAll(name).filter((value) => value !== '');
}
