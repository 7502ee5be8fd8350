import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of production code that the import law orders. */
const sourceFolders = ['bin', 'lib', 'lambdas', 'local'] as const;

export const presentSourceFolders = (root: string): readonly string[] =>
  sourceFolders.filter((folder) => existsSync(join(root, folder)));

/** Counted on the disk and not by the tool under test: what a tool overlooks shows up as a difference. */
export const listSourceFiles = (root: string): readonly string[] =>
  presentSourceFolders(root).flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
