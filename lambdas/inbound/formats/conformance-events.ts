import type { Part } from './cloud-events.ts';

const MOST = 100;

/**
 * The cases of the CloudEvents project (https://github.com/cloudevents/conformance, YAML) say what an event is before it is sent by any binding: attributes and data. Only their attributes are read, one `name: value` a
 * line. Undefined where the text is none of them.
 */
export function conformanceEvents(text: string): readonly Part[] | undefined {
  if (!/^ContextAttributes:\s*$/m.test(text.slice(0, 2000))) return undefined;
  return text
    .split(/^---\s*$/m)
    .slice(0, MOST)
    .flatMap((document, index) => {
      const read = (name: string): string =>
        new RegExp(`^\\s{1,8}${name}:[ \\t]*(\\S.{0,400})$`, 'm').exec(document)?.[1]?.trim() ?? '';
      if (read('specversion') !== '1.0' || read('id') === '' || read('type') === '') return [];
      return [
        {
          part: `event ${read('id').slice(0, 40)}`,
          pointer: `document ${index + 1}`,
          value: undefined,
          reportId: `${read('source')} ${read('id')}`,
        },
      ];
    });
}
