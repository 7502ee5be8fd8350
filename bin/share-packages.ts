import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { bundling, handlerEntries, handlersIn } from '../lib/bundle.ts';

const OURS = /^(?:\.|node:)/;

/**
 * Bundles the handlers once more, for many functions in one process: each has its own copy of our code, and so its own state, but the packages are
 * loaded and compiled once for all. What is deployed is not touched, and tests run what is deployed. Answers the folder, with one folder a handler.
 */
export async function sharePackages(root: string, outdir = join(root, '.build', 'shared')): Promise<string> {
  const packages = new Set<string>();
  const setApart: Plugin = {
    name: 'set packages apart',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || OURS.test(path)) return undefined;
        packages.add(path);
        return { path: `../../packages/${fileOf(path)}`, external: true };
      });
    },
  };
  await build({ ...bundling(root), entryPoints: handlerEntries(handlersIn(root)), outdir, plugins: [setApart] });
  await build({
    ...bundling(root),
    entryPoints: [...packages].map((name) => ({ in: name, out: fileOf(name).replace(/\.mjs$/, '') })),
    outdir: join(outdir, 'packages'),
    splitting: true,
  });
  return outdir;
}

const fileOf = (name: string): string => `${name.replace(/^@/, '').replaceAll('/', '-')}.mjs`;
