import { parseJson } from './json.ts';
import { textOf } from './translator.ts';
import type { Rejection, Translation, Translator } from './translator.ts';

/**
 * Vendors document one notification a request; who gathers them, or sends again what a queue has kept, sends a list of them. What cannot be read as a whole and is a list is read
 * one by one; where none of them can be read either, the whole says why.
 */
export function eachOfList(translate: Translator): Translator {
  return (payload, sender) => {
    const whole = translate(payload, sender);
    if (whole.drafts.length > 0 || whole.rejections.length === 0) return whole;
    const list = parseJson(textOf(payload.bytes))?.value;
    if (!Array.isArray(list) || list.length === 0) return whole;
    const bodies = bodiesOf(list);
    if (bodies === undefined) return whole;
    const { contentType, headers } = payload;
    const parts = bodies.map((bytes) => translate({ bytes, contentType, headers }, sender));
    const isRead = parts.some(({ drafts, rejections }) => drafts.length > 0 || rejections.length === 0);
    return isRead ? joined(whole, parts) : whole;
  };
}

/** Undefined where one is nested so deep that it cannot be written again. */
function bodiesOf(items: readonly unknown[]): readonly Uint8Array[] | undefined {
  try {
    return items.map((item) => Buffer.from(JSON.stringify(item)));
  } catch {
    return undefined;
  }
}

function joined({ format }: Translation, parts: readonly Translation[]): Translation {
  const numbered = parts.map((part, index) => ({
    ...part,
    name: `item ${String(index + 1)}`,
    at: `/${String(index)}`,
  }));
  const version = parts.find((part) => part.version !== undefined)?.version;
  return {
    format,
    ...(version === undefined ? {} : { version }),
    drafts: numbered.flatMap(({ drafts, name }) =>
      drafts.map((draft) => ({ ...draft, part: `${name}, ${draft.part}` })),
    ),
    rejections: numbered.flatMap(({ rejections, name, at }) =>
      rejections.map((rejection): Rejection => ({
        ...rejection,
        part: `${name}, ${rejection.part}`,
        pointer: `${at}${rejection.pointer}`,
      })),
    ),
    warnings: numbered.flatMap(({ warnings, name }) => warnings.map((warning) => `${name}, ${warning}`)),
  };
}
