import { listOf, textIn, treeOf, valueAt } from '../tree.ts';
import type { Tree } from '../tree.ts';

export type Resource =
  | 'order'
  | 'fulfillment'
  | 'fulfillment_event'
  | 'fulfillment_order'
  | 'inventory_level'
  | 'refund'
  | 'return'
  | 'dispute';

export interface Found {
  readonly resource: Resource;
  readonly pointer: string;
  readonly tree: Tree;
}

/** What a topic of a webhook is about: https://shopify.dev/docs/api/webhooks. Longer names first. */
const TOPICS: readonly (readonly [string, Resource])[] = [
  ['fulfillment_orders/', 'fulfillment_order'],
  ['fulfillment_events/', 'fulfillment_event'],
  ['fulfillments/', 'fulfillment'],
  ['orders/', 'order'],
  ['inventory_levels/', 'inventory_level'],
  ['refunds/', 'refund'],
  ['returns/', 'return'],
  ['disputes/', 'dispute'],
];

const RESOURCES = new Set<string>(TOPICS.map(([, resource]) => resource));
const isResource = (name: string): name is Resource => RESOURCES.has(name);
const MOST = 5000;

/**
 * What a body is about. A webhook has the thing itself, and the topic in a header; an answer of the Admin API wraps it in its name (`order`, `orders`). Undefined where it is nothing of it.
 */
export function resourcesIn(body: unknown, topic: string | undefined): readonly Found[] | undefined {
  const tree = treeOf(body);
  if (tree === undefined) return undefined;
  for (const name of Object.keys(tree).slice(0, 20)) {
    // One that was moved comes with the one that it was.
    const resource = name.replace(/s$/, '').replace(/^(?:original|moved|submitted)_(?=fulfillment_order$)/, '');
    if (!isResource(resource)) continue;
    const members = Array.isArray(tree[name]) ? listOf(tree[name]) : undefined;
    // A member of its own that is called so by chance (an order has fulfillments) is no wrapper.
    if (Object.hasOwn(tree, 'id')) break;
    const found = (members ?? [tree[name]]).slice(0, MOST).flatMap((value, index) => {
      const inside = withHold(treeOf(value), resource, tree);
      const pointer = members === undefined ? `/${name}` : `/${name}/${index}`;
      return inside === undefined ? [] : [{ resource, pointer, tree: inside }];
    });
    return found;
  }
  const resource =
    TOPICS.find(([prefix]) => (topic ?? '').toLowerCase().startsWith(prefix))?.[1] ??
    resourceById(tree) ??
    resourceByShape(tree);
  return resource === undefined ? undefined : [{ resource, pointer: '', tree }];
}

/** The hold that was placed stands beside the fulfillment order that it is on. */
function withHold(inside: Tree | undefined, resource: Resource, tree: Tree): Tree | undefined {
  const hold = treeOf(tree['created_fulfillment_hold']) ?? treeOf(tree['fulfillment_hold']);
  if (inside === undefined || resource !== 'fulfillment_order' || hold === undefined) return inside;
  return { ...inside, fulfillment_holds: [hold, ...listOf(inside['fulfillment_holds'])] };
}

/** What else Shopify sends, and is no matter of logistics: by its topic, its global id, or the name that an answer wraps it in. */
export function otherThingIn(body: unknown, topic: string | undefined): string | undefined {
  const tree = treeOf(body);
  if (tree === undefined) return undefined;
  if (topic !== undefined && /^[a-z_]+\/[a-z_]+$/i.test(topic)) return topic;
  const id = textIn(tree, 'admin_graphql_api_id');
  if (id?.startsWith('gid://shopify/') === true) return id;
  const names = Object.keys(tree);
  const [name = ''] = names;
  const isWrapper = names.length === 1 && /^[a-z][a-z_]{1,60}$/.test(name) && name !== 'errors' && name !== 'error';
  return isWrapper && typeof tree[name] === 'object' && tree[name] !== null ? name : undefined;
}

const TYPES = new Map<string, Resource>([
  ['Order', 'order'],
  ['Fulfillment', 'fulfillment'],
  ['FulfillmentEvent', 'fulfillment_event'],
  ['FulfillmentOrder', 'fulfillment_order'],
  ['InventoryLevel', 'inventory_level'],
  ['Refund', 'refund'],
  ['Return', 'return'],
]);

/** Its global id names its type, also where a subscription asked for some fields only: https://shopify.dev/docs/api/usage/gids */
function resourceById(tree: Tree): Resource | undefined {
  const [, type = ''] = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(textIn(tree, 'admin_graphql_api_id') ?? '') ?? [];
  return TYPES.get(type);
}

function resourceByShape(tree: Tree): Resource | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => valueAt(tree, name) !== undefined);
  if (has('inventory_item_id', 'location_id')) return 'inventory_level';
  if (has('fulfillment_id', 'status')) return 'fulfillment_event';
  if (has('refund_line_items')) return 'refund';
  if (has('return_line_items')) return 'return';
  if (has('evidence_due_by', 'reason')) return 'dispute';
  if (has('request_status', 'status')) return 'fulfillment_order';
  if (has('order_id', 'status', 'line_items')) return 'fulfillment';
  if (has('id', 'line_items', 'financial_status')) return 'order';
  return undefined;
}
