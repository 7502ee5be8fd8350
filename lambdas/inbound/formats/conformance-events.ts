import type { Part } from './cloud-events.ts';
import type { Rejection } from './translator.ts';

const MOST = 100;

/**
 * The cases of the CloudEvents project (https://github.com/cloudevents/conformance, YAML) say what an event is before it is sent by any binding: attributes and data. Only their attributes are read, one `name: value` a
 * line. Undefined where the text is none of them.
 */
export function conformanceEvents(text: string): readonly (Part | Rejection)[] | undefined {
  if (!/^ContextAttributes:\s*$/m.test(text.slice(0, 2000))) return undefined;
  return text
    .split(/^---\s*$/m)
    .filter((document) => /^ContextAttributes:/m.test(document))
    .slice(0, MOST)
    .map((document, index) => {
      const read = (name: string): string =>
        (new RegExp(`^\\s{1,8}${name}:[ \\t]*(\\S.{0,400})$`, 'm').exec(document)?.[1] ?? '')
          .trim()
          .replace(/^(["'])(.*)\1$/, '$2');
      const missing = ['id', 'source', 'type'].find((name) => read(name) === '');
      const pointer = `document ${index + 1}`;
      if (missing !== undefined || read('specversion') !== '1.0')
        return {
          part: pointer,
          pointer: `ContextAttributes/${missing ?? 'specversion'}`,
          detail: missing === undefined ? 'It is of no version that we know.' : 'The attribute is missing.',
          mend: 'CloudEvents 1.0 needs specversion "1.0", id, source and type.',
        };
      return {
        part: `event ${read('id').slice(0, 40)}`,
        pointer,
        value: undefined,
        reportId: `${read('source')} ${read('id')}`,
      };
    });
}
