import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { buildAsyncApi } from './build-asyncapi.ts';
import { buildOpenApi } from './build-openapi.ts';
import { at, readDocument, writeYaml } from './document.ts';
import type { Json } from './document.ts';

export interface ContractFile {
  /** Below the root of the project. */
  readonly path: string;
  /** What others were promised last; a folder for each first number of the version. */
  readonly published: string;
  readonly document: Json;
  readonly text: string;
}

/** Both descriptions as the code of this tree has them. */
export function contractFiles(): readonly ContractFile[] {
  return Object.entries({ openapi: buildOpenApi(), asyncapi: buildAsyncApi() }).map(([name, document]) => {
    const major = String(at(document, 'info', 'version')).split('.')[0] ?? '';
    return {
      path: `docs/api/${name}.yaml`,
      published: `docs/api/published/v${major}/${name}.yaml`,
      document,
      text: writeYaml(document),
    };
  });
}

/** Undefined: there is no such file. */
export function readText(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Undefined: nothing was published yet. */
export function readPublished(root: string, { published }: ContractFile): Json | undefined {
  const text = readText(root, published);
  return text === undefined ? undefined : readDocument(parse(text));
}

export function writeText(root: string, path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
