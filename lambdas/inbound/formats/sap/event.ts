import type { SentTime } from '../local-time.ts';
import { lookUp } from '../look-up.ts';
import type { Payload } from '../translator.ts';
import { textIn, treeOf, valueAt } from '../tree.ts';
import { instantOf } from './read-times.ts';

/** A business event of S/4HANA: its object, what has happened to it, and the data of it. */
export interface SapEvent {
  readonly type: string;
  /** e.g. `OutboundDelivery`. */
  readonly object: string;
  /** e.g. `Created`, `Item.BillingBlockStatusChanged`. */
  readonly action: string;
  /** Source and id of the CloudEvent, where it is one. */
  readonly id: string | undefined;
  readonly time: SentTime | undefined;
  readonly data: unknown;
  readonly pointer: string;
}

/** `sap.s4.beh.outbounddelivery.v1.OutboundDelivery.Created.v1`; on premise it is the same behind another prefix. https://api.sap.com/package/SAPS4HANABusinessEvents/event */
const TYPE =
  /^(?:sap\.)?s4\.beh\.[a-z0-9_]{1,60}\.v\d{1,3}\.([A-Za-z0-9_]{1,60})\.([A-Za-z0-9_.]{1,80}?)(?:\.v\d{1,3})?$/;

/** Business objects of ERP 6.0 and of S/4HANA before it had events of its own, by their names, which are from memory: `BO.BUS2032.CHANGED` of the enterprise messaging add-on. */
const LEGACY = /^(?:sap\.)?BO\.([A-Z0-9_]{1,30})\.([A-Za-z0-9_]{1,60})$/i;
const OBJECTS: Readonly<Record<string, string>> = {
  BUS2012: 'PurchaseOrder',
  BUS2015: 'InboundDelivery',
  BUS2017: 'MaterialDocument',
  BUS2032: 'SalesOrder',
  BUS2081: 'SupplierInvoice',
  BUS2102: 'CustomerReturn',
  LIKP: 'OutboundDelivery',
  VBRK: 'BillingDocument',
};

function namesIn(type: string): { readonly object: string; readonly action: string } | undefined {
  const [, object, action = ''] = TYPE.exec(type) ?? [];
  if (object !== undefined) return { object, action };
  const [, legacy, verb = ''] = LEGACY.exec(type) ?? [];
  if (legacy === undefined) return undefined;
  // Events have a verb in small letters behind a capital: CHANGED is Changed.
  return {
    object: lookUp(OBJECTS, legacy.toUpperCase()) ?? legacy,
    action: `${verb.slice(0, 1).toUpperCase()}${verb.slice(1).toLowerCase()}`,
  };
}

/** The event that an object is: a CloudEvent by its type, the wrapper of an edge connector by its `api_schema`. In binary mode the type stands in the headers. */
export function eventOf(
  value: unknown,
  pointer: string,
  headers: Payload['headers'],
  zone: string,
): SapEvent | undefined {
  const tree = treeOf(value);
  if (tree === undefined) return undefined;
  const bare = textIn(tree, 'type');
  const type = bare ?? headers['ce-type'] ?? textIn(tree, 'api_schema') ?? textIn(tree, 'eventType');
  const names = type === undefined ? undefined : namesIn(type);
  if (names === undefined || type === undefined) return undefined;
  const inHeaders = bare === undefined && headers['ce-type'] !== undefined;
  const attribute = (name: string): string | undefined => (inHeaders ? headers[`ce-${name}`] : textIn(tree, name));
  // Azure's Event Grid and CloudEvents 0.1 call them otherwise.
  const id = attribute('id') ?? attribute('eventID');
  const data = inHeaders ? tree : (dataOf(tree) ?? tree);
  return {
    type,
    ...names,
    id: id === undefined ? undefined : `${attribute('source') ?? ''} ${id}`,
    time: instantOf(attribute('time') ?? attribute('eventTime'), zone),
    data,
    pointer: data === tree ? pointer : `${pointer}/data`,
  };
}

function dataOf(tree: unknown): unknown {
  const data = valueAt(tree, 'data');
  return treeOf(data) ?? (Array.isArray(data) ? data : undefined);
}
