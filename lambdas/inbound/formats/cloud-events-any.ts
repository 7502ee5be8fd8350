import { canonicalSignal } from '../../contracts/canonical-signal.ts';
import { translateParts } from './canonical.ts';
import { partsOf } from './cloud-events.ts';
import { conformanceEvents } from './conformance-events.ts';
import { parseJson } from './json.ts';
import { textOf } from './translator.ts';
import type { Translator } from './translator.ts';
import { treeOf } from './tree.ts';

/**
 * CloudEvents 1.0 of any producer, in all three HTTP modes. Data that is a signal of ours becomes one; data of a foreign vocabulary is no report of trouble: it is kept, and passed over with a
 * warning. Who sends one vocabulary only is registered with its format.
 */
export const translateCloudEvents: Translator = (payload, sender) => {
  const text = textOf(payload.bytes);
  const conformance = conformanceEvents(text);
  const body = parseJson(text)?.value;
  const isBinary = payload.headers['ce-specversion'] !== undefined;
  // Binary data may be of any media type; ours is JSON.
  const foreignBody = isBinary && body === undefined;
  const contentType = isBinary || conformance !== undefined ? payload.contentType : mediaTypeOf(body);
  const parts =
    conformance ??
    (foreignBody ? partsOf({ ...payload, bytes: Buffer.from('null') }) : partsOf({ ...payload, contentType }));
  const ours = parts.filter((part) => 'detail' in part || isMeantForUs(part.value));
  const foreign = parts.filter((part) => !ours.includes(part));
  const translation = translateParts(ours, sender);
  return {
    ...translation,
    format: 'cloudevents',
    version: '1.0',
    warnings: foreign.map(({ part }) => `${part}: its data is no signal of ours, and was passed over`),
  };
};

function mediaTypeOf(body: unknown): string {
  return Array.isArray(body) ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
}

/** A report with a mistake is rejected with a mend; what never was one of ours is not judged by our schema. */
function isMeantForUs(value: unknown): boolean {
  const tree = treeOf(value);
  if (tree === undefined) return false;
  return (
    canonicalSignal.safeParse(value).success ||
    (typeof tree['kind'] === 'string' && (Object.hasOwn(tree, 'references') || Object.hasOwn(tree, 'occurredAt')))
  );
}
