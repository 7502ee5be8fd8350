import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { textOf } from './translator.ts';
import type { Rejection } from './translator.ts';

/** An element without its namespace: senders write prefixes as they like, and versions of one message differ in nothing but the namespace. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, trimmed. */
  readonly text: string;
}

/** Deeper than any message of the trade; what is deeper was made to hurt. */
const MOST_NESTED = 64;
const MOST_ELEMENTS = 500_000;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  maxNestedTags: MOST_NESTED,
});

/** The root element. Text behind it is left alone: real files end with what a log has added. Entities of a document's own are refused, for they can grow without bound. */
export function readXml(bytes: Uint8Array): XmlElement | Rejection {
  return readXmlText(declaredText(bytes));
}

export function readXmlText(sent: string): XmlElement | Rejection {
  const text = sent.replace(/^[^<]*/, '');
  if (/<!ENTITY/i.test(text)) return refused('The document declares entities of its own.', 'Send it without a DTD.');
  const whole = rootOf(text);
  if (whole === undefined)
    return refused('The body is no whole XML document.', 'Send one well-formed document; perhaps it was cut off.');
  const mistake = mistakeIn(whole);
  if (mistake !== undefined) return mistake;
  try {
    return (
      elementsIn(parser.parse(whole), { left: MOST_ELEMENTS })[0] ??
      refused('There is no element.', 'Send one document.')
    );
  } catch {
    return refused(
      `Elements are nested deeper than ${MOST_NESTED}, or there are too many.`,
      'Send the message in parts.',
    );
  }
}

function mistakeIn(text: string): Rejection | undefined {
  try {
    SyntaxValidator.validate(text);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160) : 'it cannot be read';
    return refused(`The XML is not well-formed: ${why}`, 'Send a well-formed document.');
  }
}

function refused(detail: string, mend: string): Rejection {
  return { part: 'payload', pointer: '', detail, mend };
}

/** What the declaration says of the encoding counts only where the bytes are no UTF-8: many say UTF-16 and were converted on their way. */
export function declaredText(bytes: Uint8Array): string {
  const text = textOf(bytes);
  const [, encoding] = /^[^<]*<\?xml[^>]{0,80}encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(text.slice(0, 200)) ?? [];
  if (encoding === undefined || /^utf|^iso-8859-1$/i.test(encoding)) return text;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text;
  } catch {
    return decodeAs(encoding, bytes) ?? text;
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What may stand before the root: a comment may hold elements, which are not the root. */
const PROLOG = /^(?:\s+|<\?[^]*?\?>|<!--[^]*?-->)*/;

/** Up to the last end tag of the root. Undefined where it never ends. */
function rootOf(sent: string): string | undefined {
  const text = sent.slice(PROLOG.exec(sent)?.[0].length ?? 0);
  const start = /<([A-Za-z_][\w.:-]*)[^<>]*>/.exec(text);
  if (start === null) return undefined;
  const [tag, name = ''] = start;
  const end = text.lastIndexOf(`</${name}`);
  if (end < 0) return tag.endsWith('/>') ? text.slice(0, start.index + tag.length) : undefined;
  const close = text.indexOf('>', end);
  return close < 0 ? undefined : text.slice(0, close + 1);
}

function elementsIn(nodes: unknown, budget: { left: number }): readonly XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  const list: readonly unknown[] = nodes;
  return list.flatMap((node) => {
    if (typeof node !== 'object' || node === null) return [];
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text' || name.startsWith('?')) return [];
    budget.left -= 1;
    if (budget.left < 0) throw new RangeError('too many elements');
    const inside: unknown = Reflect.get(node, name);
    return [{ name, attributes: attributesOf(node), children: elementsIn(inside, budget), text: textIn(inside) }];
  });
}

function attributesOf(node: object): ReadonlyMap<string, string> {
  const written: unknown = Reflect.get(node, ':@');
  if (typeof written !== 'object' || written === null) return new Map();
  return new Map(Object.entries(written).map(([name, value]) => [name, String(value)]));
}

function textIn(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  const list: readonly unknown[] = nodes;
  const texts = list.flatMap((node) => {
    const text: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, '#text') : undefined;
    return typeof text === 'string' ? [text] : [];
  });
  return texts.join(' ').trim();
}

/** All elements at a path of names below an element, e.g. `Shipment/Package/Activity`. */
export function elementsAt(element: XmlElement, path: string): readonly XmlElement[] {
  return path
    .split('/')
    .reduce<readonly XmlElement[]>(
      (parents, name) => parents.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [element],
    );
}

export function elementAt(element: XmlElement, path: string): XmlElement | undefined {
  return elementsAt(element, path)[0];
}

/** The first text at a path that is not empty. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  if (element === undefined) return undefined;
  return elementsAt(element, path).find(({ text }) => text !== '')?.text;
}

/** Elements of a name anywhere below, in the order of the document; envelopes (SOAP and the like) differ from sender to sender. */
export function elementsNamed(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return elementsWhere(element, ({ name }) => names.includes(name));
}

/** Elements anywhere below, in the order of the document, that a test takes. */
export function elementsWhere(element: XmlElement, takes: (element: XmlElement) => boolean): readonly XmlElement[] {
  const own = takes(element) ? [element] : [];
  return [...own, ...element.children.flatMap((child) => elementsWhere(child, takes))];
}
