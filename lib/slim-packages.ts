import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import * as z from 'zod';
import { namesOf } from './names-of-node.ts';
import { withOneTemporal } from './one-temporal.ts';
import { withNamesOfClasses, withoutUnnamedExceptions, withPlainNames } from './slim-sdk.ts';
import { slimSchemas, withoutBodies } from './slim-zod.ts';
import { STAND_INS } from './stand-ins.ts';

const CREDENTIALS = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));
const YAML = fileURLToPath(new URL('../node_modules/yaml/browser/dist/index.js', import.meta.url));

/** Leaves out of a bundle what packages and contracts bring along and no function uses. */
export const slimPackages: Plugin = {
  name: 'slim packages',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: CREDENTIALS }));
    // Its modules for browsers are the same ones, as modules that can be left out one by one; those for Node come as a whole.
    bundler.onResolve({ filter: /^yaml$/ }, () => ({ path: YAML, sideEffects: false }));

    // A schema that is made when its module is loaded looks like work with an effect to a bundler, so every function brought and made every schema of the
    // contracts.
    bundler.onLoad({ filter: /[\\/]lambdas[\\/]contracts[\\/](?:[\w-]+[\\/])*[\w-]+\.ts$/ }, async ({ path }) => ({
      contents: withoutEffects(withoutWords(await readFile(path, 'utf8'))),
      loader: 'ts',
    }));

    // Half of the XML validator is a second parser, which nobody imports; its package does not say that this may be left out.
    bundler.onResolve(
      { filter: /^detailed-xml-validator$/ },
      async ({ path, importer, kind, resolveDir, pluginData }) => {
        // That is this very question, asked by ourselves.
        if (pluginData === true) return undefined;
        const resolved = await bundler.resolve(path, { importer, kind, resolveDir, pluginData: true });
        return { path: resolved.path, sideEffects: false };
      },
    );

    // Every schema of zod brings all that makes a JSON Schema of it. Functions make none; who does (the policy check, the contracts) runs unbundled.
    bundler.onLoad(
      { filter: /zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/ },
      async ({ path }) => ({ contents: withoutBodies(await readFile(path, 'utf8')) }),
    );

    bundler.onLoad({ filter: /zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => ({
      contents: slimSchemas(await readFile(path, 'utf8')),
    }));

    // Imported, a module of Node is asked for all that it has, and things that nobody uses are made for that; so is one that is required, by whoever copies
    // its names into a module. Name by name a bundler leaves out what nobody uses.
    bundler.onResolve({ filter: /./ }, ({ path, kind }) =>
      isBuiltin(path)
        ? { path, namespace: kind === 'import-statement' ? 'node' : 'node as a whole', sideEffects: false }
        : undefined,
    );
    bundler.onResolve({ filter: /^whole:/ }, ({ path }) => ({
      path: path.slice('whole:'.length),
      namespace: 'node as a whole',
      sideEffects: false,
    }));
    bundler.onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({ contents: namesOf(path) }));
    bundler.onLoad({ filter: /./, namespace: 'node as a whole' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));

    for (const { filter, contents } of STAND_INS)
      bundler.onLoad({ filter }, ({ path }) => ({ contents, loader: 'js', resolveDir: dirname(path) }));

    // A decoder that is used where there is no Buffer; to name it makes Node load all streams of browsers.
    bundler.onLoad({ filter: /cel-js[\\/]lib[\\/]functions\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace("new TextDecoder('utf8')", 'undefined'),
    }));

    bundler.onLoad({ filter: /rrule-temporal[\\/]dist[\\/][\w-]+\.js$/ }, async ({ path }) => ({
      contents: withOneTemporal(await readFile(path, 'utf8')),
      resolveDir: dirname(path),
    }));

    // A client reads nothing of its package but the version.
    bundler.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(path, 'utf8')));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });

    // The descriptions of the API are a megabyte of text that compresses to a tenth.
    bundler.onLoad({ filter: /[\\/]docs[\\/]api[\\/][\w-]+\.yaml$/ }, async ({ path }) => ({
      contents: asCompressedText(await readFile(path)),
      resolveDir: dirname(path),
    }));

    // The SDK describes each operation by a constant. With computed names in it (`[_hH]: …`) it is no constant to a bundler, and the description of
    // every operation of S3 stays.
    bundler.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: withoutUnnamedExceptions(withPlainNames(await readFile(path, 'utf8'))),
      }),
    );

    // The SDK tells its exceptions, and we its commands and clients, apart by the name of their class, which minifying takes away. Keeping the names of
    // all functions and classes of all packages would make each bundle a tenth larger.
    bundler.onLoad(
      { filter: /(?:@aws-sdk[\\/]client-[\w-]+|@smithy[\\/]core)[\\/]dist-es[\\/][\w\\/.-]+\.js$/ },
      async ({ path }) => ({ contents: withNamesOfClasses(await readFile(path, 'utf8')) }),
    );
  },
};

/** Constants at the top that a call makes, each marked as made without effect. The sources are formatted, so what goes on is indented or closes. */
export function withoutEffects(source: string): string {
  return source.replaceAll(
    /^((?:export )?const \w+(?:: [^=\n]+)? =\s)\s*(\w+(?:\(|<|\s*\.)[^]*?);\n(?=\S|\n|$)/gm,
    (_statement, head: string, made: string) => `${head}/* @__PURE__ */ (() => ${made})();\n`,
  );
}

const MEANING = '.meta(';

/** What the contracts say of themselves in `meta`: nothing at run time, as `slimSchemas` has it, and ten kilobytes of a reader of files. */
export function withoutWords(source: string): string {
  const begin = source.indexOf(`${MEANING}{`);
  if (begin < 0) return source;
  const end = endOfCall(source, begin + MEANING.length);
  return `${source.slice(0, begin)}${withoutWords(source.slice(end))}`;
}

/** Behind the bracket that closes a call whose arguments begin here; brackets in texts are none. */
function endOfCall(source: string, from: number): number {
  let open = 1;
  for (const { index, 0: found } of source
    .slice(from)
    .matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|[()]/g)) {
    if (found === '(') open += 1;
    if (found === ')') open -= 1;
    if (open === 0) return from + index + 1;
  }
  throw new Error(`a call does not end: ${source.slice(from, from + 80)}`);
}

function asCompressedText(text: Uint8Array): string {
  const packed = brotliCompressSync(text).toString('base64');
  return `import { brotliDecompressSync } from 'node:zlib';
export default brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString();`;
}
