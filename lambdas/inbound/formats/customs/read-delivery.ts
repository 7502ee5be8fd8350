import { parseJson, readJson } from '../json.ts';
import { listOf, treeOf, wordOf } from '../tree.ts';
import type { Rejection } from '../translator.ts';
import { declaredText, readXmlText } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

/** A message in an answer of an API in an envelope; more than that nobody packs. */
const MOST_PACKED = 3;
/** As deep as XML is read. */
const MOST_NESTED = 64;

/**
 * What a gateway of customs hands over, as children of one root: one document or several one after another, as XML or as the JSON of HMRC's Common Transit Convention Traders and Push
 * Pull Notifications APIs, and what is packed as text (CDATA, escaped, a member of JSON) in another document.
 */
export function readDelivery(bytes: Uint8Array): XmlElement | Rejection {
  const text = declaredText(bytes).replace(/^\uFEFF/, '');
  const read = isJson(text) ? documentsInJson(bytes, text) : documentsInXml(text);
  return 'detail' in read ? read : unpacked(read, MOST_PACKED);
}

function isJson(text: string): boolean {
  return /^\s*(\{\s*["}]|\[\s*[[{"\]])/.test(text.slice(0, 2000));
}

function documentsInJson(bytes: Uint8Array, text: string): XmlElement | Rejection {
  const parsed = parseJson(text) ?? readJson(bytes);
  return 'detail' in parsed ? parsed : fromJson('documents', parsed.value, MOST_NESTED);
}

/** Documents one after another are no XML, so they are read as children of one; where that cannot be read, the first document says what it is. */
function documentsInXml(text: string): XmlElement | Rejection {
  const whole = readXmlText(`<documents>${text.replace(/<\?xml[^>]{0,200}\?>/g, '')}</documents>`);
  if (!('detail' in whole) && whole.children.length > 0) return whole;
  const first = readXmlText(text);
  return 'detail' in first ? first : elementOf('documents', [first], '');
}

function elementOf(name: string, children: readonly XmlElement[], text: string): XmlElement {
  return { name, attributes: new Map(), children, text };
}

/** Members as elements: `n1:CC029C` is CC029C, and a list is its name again and again. */
function fromJson(name: string, value: unknown, depth: number): XmlElement {
  const members = Array.isArray(value) ? listOf(value).map((one) => ['item', one] as const) : membersOf(value);
  const children =
    depth === 0
      ? []
      : members.flatMap(([key, inside]) =>
          (Array.isArray(inside) ? listOf(inside) : [inside]).map((one) =>
            fromJson(key.replace(/^[\w.-]{1,40}:/, ''), one, depth - 1),
          ),
        );
  return elementOf(name, children, wordOf(value) ?? '');
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(treeOf(value) ?? {});
}

function unpacked(element: XmlElement, left: number): XmlElement {
  const inside = left > 0 ? documentsInText(element.text) : [];
  const children = element.children.map((child) => unpacked(child, left));
  return { ...element, children: [...children, ...inside.map((child) => unpacked(child, left - 1))] };
}

function documentsInText(text: string): readonly XmlElement[] {
  if (!text.startsWith('<') && !isJson(text)) return [];
  const read = text.startsWith('<') ? documentsInXml(text) : fromJson('documents', parseJson(text)?.value, MOST_NESTED);
  return 'detail' in read ? [] : read.children;
}
