import type { SentTime } from '../local-time.ts';
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
  const read = TYPE.exec(type ?? '');
  if (read === null || type === undefined) return undefined;
  const [, object = '', action = ''] = read;
  const inHeaders = bare === undefined && headers['ce-type'] !== undefined;
  const attribute = (name: string): string | undefined => (inHeaders ? headers[`ce-${name}`] : textIn(tree, name));
  const id = attribute('id');
  const data = inHeaders ? tree : (dataOf(tree) ?? tree);
  return {
    type,
    object,
    action,
    id: id === undefined ? undefined : `${attribute('source') ?? ''} ${id}`,
    time: instantOf(attribute('time'), zone),
    data,
    pointer: data === tree ? pointer : `${pointer}/data`,
  };
}

function dataOf(tree: unknown): unknown {
  const data = valueAt(tree, 'data');
  return treeOf(data) ?? (Array.isArray(data) ? data : undefined);
}
