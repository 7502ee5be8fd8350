import { lookUp } from '../look-up.ts';
import { listOf, textIn, treeOf, valueAt, wordOf } from '../tree.ts';
import type { Tree } from '../tree.ts';

interface Found {
  readonly value: unknown;
  readonly pointer: string;
}

/** Record types as scripts name them, and as searches do. */
const TYPES: Readonly<Record<string, string>> = {
  salesorder: 'SalesOrd',
  purchaseorder: 'PurchOrd',
  itemfulfillment: 'ItemShip',
  itemreceipt: 'ItemRcpt',
};

/**
 * NetSuite writes a record in four ways: flat (SuiteQL), as a result of a saved search (`recordType`, `values`; a choice is a list of `{ value, text }`), as a script has it (`type`,
 * `fields`, and the lines of `sublists`), and as SuiteTalk REST has it (`links` that name its type, names with capitals, a choice is `{ id, refName }`, and the lines of `item`). All come out flat,
 * a line each. The shapes are those of N/search, N/record and of the REST API browser, from memory and from public clients: not tried on real payloads.
 */
export function netsuiteRecords(found: Found): readonly Found[] {
  const tree = treeOf(found.value);
  const values = treeOf(tree?.['values']);
  if (values !== undefined) return [{ ...found, value: flat(textIn(tree, 'recordType'), values) }];
  const fields = treeOf(tree?.['fields']);
  if (tree !== undefined && fields === undefined && isOfRest(tree)) return restRecords(found, tree);
  if (fields === undefined) return [found];
  const head = flat(textIn(tree, 'type'), fields);
  const lines = linesIn(valueAt(tree, 'sublists/item'));
  if (lines.length === 0) return [{ ...found, value: head }];
  return lines.map(([name, line]) => ({
    value: { ...flat(undefined, line), ...head },
    pointer: `${found.pointer}/sublists/item/${name}`,
  }));
}

/** The line that is being edited stands among the others under a name of its own. */
function linesIn(list: unknown): readonly (readonly [string, Tree])[] {
  return Object.entries(treeOf(list) ?? {}).flatMap(([name, line]) => {
    const tree = treeOf(line);
    return tree === undefined || !/^line \d+$/i.test(name) ? [] : [[name, tree] as const];
  });
}

function flat(type: string | undefined, values: Tree): Tree {
  const named = Object.entries(values).map(([name, value]) => [name, chosen(value)] as const);
  const known = lookUp(TYPES, type?.toLowerCase());
  return { ...Object.fromEntries(named), ...(known === undefined ? {} : { type: known }) };
}

function chosen(value: unknown): unknown {
  const [first] = Array.isArray(value) ? listOf(value) : [value];
  return textIn(treeOf(first), 'text') ?? textIn(treeOf(first), 'value') ?? wordOf(first) ?? '';
}

const isOfRest = (tree: Tree): boolean => restType(tree) !== undefined || Array.isArray(valueAt(tree, 'item/items'));

/** The record names its type only in the address of itself, or of one of its lines: `…/record/v1/salesorder/7/item/1`. */
function restType(tree: Tree): string | undefined {
  const links = [valueAt(tree, 'links/0/href'), valueAt(tree, 'item/items/0/links/0/href')];
  const [type] = links.flatMap((href) => /\/record\/v1\/([a-z]{3,40})\//i.exec(wordOf(href) ?? '')?.[1] ?? []);
  return type !== undefined && lookUp(TYPES, type.toLowerCase()) !== undefined ? type : undefined;
}

function restRecords(found: Found, tree: Tree): readonly Found[] {
  const head = flat(restType(tree), plain(tree));
  const lines = listOf(valueAt(tree, 'item/items')).flatMap((line, index) => {
    const value = treeOf(line);
    return value === undefined
      ? []
      : [{ value: { ...plain(value), ...head }, pointer: `${found.pointer}/item/items/${index}` }];
  });
  return lines.length === 0 ? [{ ...found, value: head }] : lines;
}

/** Names in small letters, as searches have them. A unit that is only the number of one in a list says nothing. */
function plain(tree: Tree): Tree {
  const named = Object.entries(tree).flatMap(([name, value]) => {
    const word = wordOf(value) ?? textIn(value, 'refName');
    const isNumberOfUnit = name === 'units' && /^\d+$/.test(word ?? '');
    return word === undefined || isNumberOfUnit ? [] : [[name.toLowerCase(), word] as const];
  });
  return Object.fromEntries(named);
}
