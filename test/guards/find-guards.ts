import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { checkFinder } from './find-checks.ts';
import { conditionFinder } from './find-conditions.ts';
import { readHandler } from './find-handlers.ts';
import { readKey } from './find-keys.ts';
import type { Guard } from './guard.ts';
import { isMachine, whereIs } from './syntax.ts';
import type { Place } from './syntax.ts';

/**
 * Write conditions, retries, catches, keys, derived ids and answers to what is so already are known by their syntax, so a new one is found without anybody thinking of it. Other checks in code
 * are marked by hand.
 */
export function findGuards(root: string): readonly Guard[] {
  const code = filesBelow(root, 'lambdas', '.ts').filter((file) => !file.startsWith('lambdas/contracts/'));
  const machines = filesBelow(root, 'statemachines', '.asl.json');
  return [...code, ...machines].flatMap((file) => guardsIn(file, readFileSync(join(root, file), 'utf8')));
}

function filesBelow(root: string, folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

/** Those of one file, in their order. */
export function guardsIn(file: string, text: string): readonly Guard[] {
  const source = file.endsWith('.json')
    ? ts.parseJsonText(file, text)
    : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const checks = checkFinder(source);
  const conditions = conditionFinder(source);
  const finders = isMachine(source) ? [conditions, readHandler] : [conditions, readHandler, readKey, checks.read];
  const found: Guard[] = [];
  const visit = (place: Place): void => {
    const { node, parents } = place;
    for (const { kind, says, removal } of finders.flatMap((find) => find(place))) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      const guard = { kind, file, where: whereIs(parents, source), says: says.replaceAll(/\s+/g, ' ') };
      const isSame = (other: Guard): boolean =>
        other.kind === kind && other.where === guard.where && other.says === guard.says;
      found.push({ ...guard, line, ordinal: found.filter(isSame).length, removal });
    }
    ts.forEachChild(node, (child) => {
      visit({ node: child, parents: [...parents, node], source });
    });
  };
  visit({ node: source, parents: [], source });
  const [unread] = checks.unread();
  if (unread !== undefined)
    throw new Error(`${file}: "${unread}" does not stand above an if, a constant, a return or a filter`);
  return found;
}
