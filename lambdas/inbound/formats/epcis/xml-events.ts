import { treeOf } from '../tree.ts';
import { elementsAt, elementsNamed, readXml, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import type { Rejection } from '../translator.ts';
import { EVENT_TYPES } from './read-event.ts';

export interface XmlDocument {
  readonly events: readonly unknown[];
  readonly version: string | undefined;
  readonly isAnswer: boolean;
  readonly isAlone: boolean;
}

/** Events of the XML binding (EPCIS 1.0 to 2.0), each as the JSON binding writes it. A single event may come alone. */
export function xmlEventsIn(bytes: Uint8Array): XmlDocument | Rejection {
  const root = readXml(bytes);
  if ('detail' in root) return root;
  const isEvent = /Event$/.test(root.name);
  const lists = elementsNamed(root, 'EventList');
  const isAnswer = elementsNamed(root, 'resultsBody').length > 0;
  if (!isEvent && !isAnswer && lists.length === 0) {
    const detail = 'There are no events: the document has no EventList.';
    return { part: 'payload', pointer: '', detail, mend: 'Send an EPCISDocument of EPCIS 1.0 to 2.0, or 2.0 in JSON.' };
  }
  // 1.1 and 1.2 hid the events that they added in an extension, for readers of 1.0.
  const events = isEvent ? [root] : lists.flatMap((list) => flattened(list)).filter(({ name }) => /Event$/.test(name));
  return {
    events: events.map((event) => (event.name === 'QuantityEvent' ? quantityEvent(event) : asJson(event))),
    version: root.attributes.get('schemaVersion'),
    isAnswer,
    isAlone: isEvent,
  };
}

/** Later releases put what they added into extensions, and those of the next one into an extension of the extension. */
const EXTENSIONS = new Set(['extension', 'baseExtension']);
const flattened = ({ children }: XmlElement): readonly XmlElement[] =>
  children.flatMap((child) => (EXTENSIONS.has(child.name) ? flattened(child) : [child]));

const TYPES: readonly string[] = EVENT_TYPES;
const LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'];
const QUANTITIES = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
const TYPED: Readonly<Record<string, string>> = {
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
};

function asJson(event: XmlElement): unknown {
  const fields = flattened(event).map((child): readonly [string, unknown] => [child.name, valueOf(child)]);
  // An event that the JSON binding does not have keeps its name, and is refused by it.
  return { ...Object.fromEntries(fields), type: TYPES.includes(event.name) ? event.name : event.name.slice(0, 60) };
}

/** An event about a quantity, which EPCIS 1.1 and 1.2 keep for those who send it, is the object event that took its place: it observes so much of a class. */
function quantityEvent(event: XmlElement): unknown {
  const read = { ...treeOf(asJson(event)), type: 'ObjectEvent', action: 'OBSERVE' };
  return { ...read, quantityList: [quantityOf(event)] };
}

function valueOf(element: XmlElement): unknown {
  const { name, children, text } = element;
  if (LISTS.includes(name)) return children.map((child) => child.text);
  if (QUANTITIES.includes(name)) return children.map(quantityOf);
  const member = Object.hasOwn(TYPED, name) ? TYPED[name] : undefined;
  if (member !== undefined) {
    return children.map((child) => ({ type: child.attributes.get('type'), [member]: child.text }));
  }
  if (name === 'readPoint' || name === 'bizLocation') return { id: textAt(element, 'id') };
  if (name === 'persistentDisposition') {
    return { set: textsAt(element, 'set'), unset: textsAt(element, 'unset') };
  }
  if (name === 'errorDeclaration') {
    return {
      declarationTime: textAt(element, 'declarationTime'),
      reason: textAt(element, 'reason'),
      correctiveEventIDs: textsAt(element, 'correctiveEventIDs/correctiveEventID'),
    };
  }
  return name === 'sensorElementList' ? children.map(sensorOf) : text;
}

const textsAt = (element: XmlElement, path: string): readonly string[] =>
  elementsAt(element, path).map(({ text }) => text);

function quantityOf(element: XmlElement): unknown {
  const quantity = textAt(element, 'quantity');
  return {
    epcClass: textAt(element, 'epcClass'),
    uom: textAt(element, 'uom'),
    ...(quantity === undefined ? {} : { quantity: figureOr(quantity) }),
  };
}

function sensorOf(element: XmlElement): unknown {
  const reports = element.children.filter(({ name }) => name === 'sensorReport');
  return {
    sensorReport: reports.map(({ attributes }) => ({
      ...Object.fromEntries(attributes),
      value: figureOr(attributes.get('value')),
      minValue: figureOr(attributes.get('minValue')),
      maxValue: figureOr(attributes.get('maxValue')),
      booleanValue: attributes.has('booleanValue') ? attributes.get('booleanValue') === 'true' : undefined,
    })),
  };
}

/** A number as one; what is none stays, so that it is refused as it would be in JSON. */
function figureOr(text: string | undefined): number | string | undefined {
  return text !== undefined && /^[+-]?(\d{1,20}(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : text;
}
