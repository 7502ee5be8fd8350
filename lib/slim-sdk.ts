import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAMBDAS = fileURLToPath(new URL('../lambdas', import.meta.url));

/**
 * A client knows each exception of its service by a class and a description, though without them it says the same name and message. We keep those that our code names:
 * it may tell one by its class, or read what only that one has.
 */
export function withoutUnnamedExceptions(source: string): string {
  return source.replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (statement, name: string) =>
    namedByUs().has(name) ? statement : '',
  );
}

let named: ReadonlySet<string> | undefined;

function namedByUs(): ReadonlySet<string> {
  named ??= new Set(
    globSync('*/**/*.ts', { cwd: LAMBDAS }).flatMap(
      (file) => readFileSync(join(LAMBDAS, file), 'utf8').match(/\b[A-Z]\w+/g) ?? [],
    ),
  );
  return named;
}

export function withNamesOfClasses(source: string): string {
  return source.replaceAll(
    /^export class (\w+)(?: extends .+)? \{$/gm,
    (head, name) => `${head}\n  static name = "${name}";`,
  );
}

export function withPlainNames(source: string): string {
  const texts = new Map([...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]));
  return source.replaceAll(/\[(_\w+)\]:/g, (computed: string, name: string) => {
    const text = texts.get(name);
    return text === undefined ? computed : `${text}:`;
  });
}
