import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { bundling, handlerEntries, handlersIn } from '../lib/bundle.ts';

const OURS = /^(?:\.|node:)/;

/**
 * Bundles the handlers once more, for many functions in one process: each has its own copy of our code, and so its own state, but the packages, and the contracts, which
 * have no state, are loaded and compiled once for all. What is deployed is not touched (`isAsDeployed` of a test's world runs that). Answers the folder, with one folder a handler.
 */
export async function sharePackages(root: string, outdir = join(root, '.build', 'shared')): Promise<string> {
  const packages = new Set<string>();
  const contracts = new Set<string>();
  const home = join(root, 'lambdas', 'contracts') + sep;
  const setApart = (up: string): Plugin => ({
    name: 'set apart',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || OURS.test(path)) return undefined;
        packages.add(path);
        return { path: `${up}/packages/${fileOf(path)}`, external: true };
      });
      bundler.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind, resolveDir, importer }) => {
        const file = resolve(resolveDir, path);
        if (kind === 'entry-point' || !file.startsWith(home) || importer.startsWith(home)) return undefined;
        contracts.add(file);
        return { path: `${up}/contracts/${contractFile(home, file)}`, external: true };
      });
    },
  });
  await build({
    ...bundling(root),
    entryPoints: handlerEntries(handlersIn(root)),
    outdir,
    plugins: [setApart('../..')],
  });
  if (contracts.size > 0)
    await build({
      ...bundling(root),
      entryPoints: [...contracts].map((file) => ({ in: file, out: contractFile(home, file).replace(/\.mjs$/, '') })),
      outdir: join(outdir, 'contracts'),
      plugins: [setApart('..')],
      splitting: true,
    });
  const { metafile } = await build({
    ...bundling(root),
    entryPoints: [...packages].map((name) => ({ in: name, out: fileOf(name).replace(/\.mjs$/, '') })),
    outdir: join(outdir, 'packages'),
    splitting: true,
    metafile: true,
  });
  const withoutNames = [...packages].filter((name) =>
    Object.entries(metafile.outputs).some(
      ([file, { exports, entryPoint = '' }]) =>
        file.endsWith(`/packages/${fileOf(name)}`) &&
        exports.join() === 'default' &&
        metafile.inputs[entryPoint]?.format !== 'esm',
    ),
  );
  await Promise.all(withoutNames.map((name) => nameExports(root, name, join(outdir, 'packages'))));
  return outdir;
}

/** A package in CommonJS has a default export only when it is bundled by itself: its names are read off it and exported one by one. */
async function nameExports(root: string, name: string, outdir: string): Promise<void> {
  const loaded: unknown = createRequire(join(root, 'package.json'))(name);
  const members =
    (typeof loaded === 'object' && loaded !== null) || typeof loaded === 'function' ? Object.keys(loaded) : [];
  const names = members.filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
  if (names.length === 0) return;
  await build({
    ...bundling(root),
    stdin: {
      contents: `export { default, ${names.join(', ')} } from ${JSON.stringify(name)};`,
      resolveDir: root,
    },
    outfile: join(outdir, fileOf(name)),
  });
}

const fileOf = (name: string): string => `${name.replace(/^@/, '').replaceAll('/', '-')}.mjs`;
const contractFile = (home: string, file: string): string =>
  `${relative(home, file).replaceAll(sep, '-').replace(/\.ts$/, '')}.mjs`;
