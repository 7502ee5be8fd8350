import { isDeepStrictEqual } from 'node:util';
import { compareSchemas } from './compare-schemas.ts';
import type { Breaking, Comparison, Direction } from './compare-schemas.ts';
import { at, members } from './document.ts';
import type { Json } from './document.ts';

/**
 * What of a newer document breaks whoever keeps to the published one.
 * @param today UTC day: a call that was published as deprecated may go when its sunset is over.
 */
export function breakingChanges(before: Json, after: Json, today: string): readonly Breaking[] {
  const comparison = { before, after, seen: new Set<string>() };
  return 'asyncapi' in before ? eventChanges(comparison) : callChanges(comparison, today);
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

function callChanges(comparison: Comparison, today: string): readonly Breaking[] {
  const { before, after } = comparison;
  return members(before['paths']).flatMap(([path, methods]) =>
    members(methods)
      .filter(([method]) => METHODS.has(method))
      .flatMap(([method, old]) => {
        const where = `${method.toUpperCase()} ${path}`;
        const now = at(after, 'paths', path, method);
        if (now !== undefined) return operationChanges(comparison, where, old, now);
        return isOver(old, today) ? [] : [{ where, what: 'is gone' }];
      }),
  );
}

function isOver(operation: unknown, today: string): boolean {
  const sunset = at(operation, 'x-sunset');
  return at(operation, 'deprecated') === true && typeof sunset === 'string' && sunset <= today;
}

function operationChanges(comparison: Comparison, where: string, old: unknown, now: unknown): readonly Breaking[] {
  const renamed = at(old, 'operationId') !== at(now, 'operationId');
  return [
    ...(renamed ? [{ where, what: 'has another operationId' }] : []),
    ...proofChanges(where, old, now),
    ...parameterChanges(comparison, where, old, now),
    ...bodyChanges(comparison, where, at(old, 'requestBody'), at(now, 'requestBody')),
    ...answerChanges(comparison, where, old, now),
  ];
}

/** Each way to prove who one is has to be good still. */
function proofChanges(where: string, old: unknown, now: unknown): readonly Breaking[] {
  const ways = listOf(at(now, 'security'));
  if (ways.length === 0) return [];
  const had = listOf(at(old, 'security'));
  if (had.length === 0) return [{ where, what: 'wants a proof of who calls now' }];
  return had
    .filter((way) => !ways.some((one) => isDeepStrictEqual(one, way)))
    .map((way) => ({
      where,
      what: `takes the proof ${members(way)
        .map(([name]) => name)
        .join(' and ')} no more`,
    }));
}

function parameterChanges(comparison: Comparison, where: string, old: unknown, now: unknown): readonly Breaking[] {
  const keyed = (operation: unknown) =>
    new Map(
      listOf(at(operation, 'parameters')).map((given) => [
        `${String(at(given, 'in'))} ${String(at(given, 'name'))}`,
        given,
      ]),
    );
  const had = keyed(old);
  const has = keyed(now);
  const found: Breaking[] = [];
  for (const [key, before] of had) {
    const after = has.get(key);
    const place = `${where} ${key}`;
    if (after === undefined) found.push({ where: place, what: 'is gone' });
    else found.push(...compareSchemas(comparison, 'sent', place, at(before, 'schema'), at(after, 'schema')));
  }
  for (const [key, after] of has)
    if (at(after, 'required') === true && at(had.get(key), 'required') !== true)
      found.push({ where: `${where} ${key}`, what: 'is required now' });
  return found;
}

function bodyChanges(comparison: Comparison, where: string, old: unknown, now: unknown): readonly Breaking[] {
  const place = `${where} body`;
  if (old !== undefined && now === undefined) return [{ where: place, what: 'is gone' }];
  const required = at(now, 'required') === true && at(old, 'required') !== true;
  return [
    ...(required ? [{ where: place, what: 'is required now' }] : []),
    ...contentChanges(comparison, 'sent', place, old, now),
  ];
}

function answerChanges(comparison: Comparison, where: string, old: unknown, now: unknown): readonly Breaking[] {
  return members(at(old, 'responses')).flatMap(([status, given]) => {
    const place = `${where} ${status}`;
    const found = at(now, 'responses', status);
    if (found === undefined) return [{ where: place, what: 'is gone' }];
    const before = resolved(comparison.before, given);
    const after = resolved(comparison.after, found);
    const headers = members(at(before, 'headers'))
      .filter(([name]) => at(after, 'headers', name) === undefined)
      .map(([name]) => ({ where: `${place} header ${name}`, what: 'is gone' }));
    return [...headers, ...contentChanges(comparison, 'answered', place, before, after)];
  });
}

function resolved(document: Json, response: unknown): unknown {
  const ref = at(response, '$ref');
  return typeof ref === 'string' ? at(document, ...ref.replace(/^#\//, '').split('/')) : response;
}

function contentChanges(
  comparison: Comparison,
  direction: Direction,
  where: string,
  old: unknown,
  now: unknown,
): readonly Breaking[] {
  return members(at(old, 'content')).flatMap(([mediaType, content]) => {
    const place = `${where} ${mediaType}`;
    const found = at(now, 'content', mediaType);
    if (found === undefined) return [{ where: place, what: 'is gone' }];
    return compareSchemas(comparison, direction, place, at(content, 'schema'), at(found, 'schema'));
  });
}

function eventChanges(comparison: Comparison): readonly Breaking[] {
  const { before, after } = comparison;
  const channels = members(before['channels']).flatMap(([name, channel]) => {
    const now = at(after, 'channels', name);
    if (now === undefined) return [{ where: `channel ${name}`, what: 'is gone' }];
    const moved = at(channel, 'address') !== at(now, 'address');
    const lost = members(at(channel, 'messages')).filter(([message]) => at(now, 'messages', message) === undefined);
    return [
      ...(moved ? [{ where: `channel ${name}`, what: 'has another address' }] : []),
      ...lost.map(([message]) => ({ where: `event ${message}`, what: 'is gone' })),
    ];
  });
  const payloads = members(at(before, 'components', 'messages')).flatMap(([name, message]) => {
    const now = at(after, 'components', 'messages', name);
    if (now === undefined) return [];
    return compareSchemas(comparison, 'answered', `event ${name}`, at(message, 'payload'), at(now, 'payload'));
  });
  return [...channels, ...payloads];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
