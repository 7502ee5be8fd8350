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
 * NetSuite writes a record in three ways: flat (SuiteQL), as a result of a saved search (`recordType`, `values`; a choice is a list of `{ value, text }`), and as a script has it (`type`,
 * `fields`, and the lines of `sublists`). All come out flat, a line each. The shapes are those of N/search and N/record, from memory: not tried on real payloads.
 */
export function netsuiteRecords(found: Found): readonly Found[] {
  const tree = treeOf(found.value);
  const values = treeOf(tree?.['values']);
  if (values !== undefined) return [{ ...found, value: flat(textIn(tree, 'recordType'), values) }];
  const fields = treeOf(tree?.['fields']);
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
