export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** 256 KiB: what a state may take, return or assign (Step Functions quotas, "Maximum input or output size"). */
export const PAYLOAD_LIMIT = 262_144;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** UTF-8 bytes are counted only when the length in characters leaves it open. */
export function exceedsLimit(text: string): boolean {
  if (text.length > PAYLOAD_LIMIT) return true;
  if (text.length * 3 <= PAYLOAD_LIMIT) return false;
  return Buffer.byteLength(text) > PAYLOAD_LIMIT;
}

export function parseJson(text: string): Json {
  return JSON.parse(text);
}

export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/**
 * What an SDK answered, as JSON: no undefined, no metadata, dates as ISO 8601, bytes as text.
 */
export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(toJson);
  if (!isObject(value)) return null;
  const result: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || typeof member === 'function' || key === '$metadata') continue;
    result[key] = toJson(member);
  }
  return result;
}
