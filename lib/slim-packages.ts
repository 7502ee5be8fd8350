import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import * as z from 'zod';
import { withOneTemporal } from './one-temporal.ts';

const CREDENTIALS = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));
const YAML = fileURLToPath(new URL('../node_modules/yaml/browser/dist/index.js', import.meta.url));

/** What stands for a part of a package that no function needs, or that a bundle holds a second time. */
const STAND_INS: readonly { readonly filter: RegExp; readonly contents: string }[] = [
  // Every client of S3 brings what reads streams of events; no operation that we call has one.
  {
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/,
    contents: `export const eventStreamSerdeProvider = () => undefined;
export const resolveEventStreamSerdeConfig = (config) => config;
export class EventStreamSerde { constructor() { throw new Error('Streams of events are left out of functions'); } }`,
  },
  // The XML parser asks about names in HTML and XML; what is unsafe in SQL, shells and logs comes along.
  {
    filter: /is-unsafe[\\/]src[\\/]contexts[\\/](?:log|nosql|redos|shell|sql|sql-strict|svg)\.js$/,
    contents: 'export default [];',
  },
  // We validate by the package made for it, with limits, and never ask the parser to.
  {
    filter: /fast-xml-parser[\\/]src[\\/]validator\.js$/,
    contents:
      "export const validate = () => { throw new Error('The validator of the parser is left out of functions'); };",
  },
  // The named characters of HTML as a table of texts, where the reader of HTML has them packed.
  {
    filter: /postal-mime[\\/]dist[\\/]esm[\\/]html-entities\.js$/,
    contents: `import { decodeHTML, decodeHTMLStrict } from 'entities/decode';
export const htmlEntities = new Proxy({}, { get: (_none, name) => {
  const text = name.endsWith(';') ? decodeHTMLStrict(name) : decodeHTML(name);
  const isUnknown = name.startsWith('&#') || text === name || (!name.endsWith(';') && text !== decodeHTMLStrict(name + ';'));
  return isUnknown ? undefined : text;
} });`,
  },
];

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

    // To say what a schema means makes it a second time, for whoever makes a JSON Schema of it. See above.
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => ({
      contents: withoutMeanings(await readFile(path, 'utf8')),
    }));

    // Imported, a module of Node is asked for all that it has, things that nobody uses are made for that, and it takes the better part of ten milliseconds.
    bundler.onResolve({ filter: /./ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'node' } : undefined));
    bundler.onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));

    for (const { filter, contents } of STAND_INS)
      bundler.onLoad({ filter }, ({ path }) => ({ contents, loader: 'js', resolveDir: dirname(path) }));

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
        contents: withPlainNames(await readFile(path, 'utf8')),
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

/** What the contracts say of themselves in `meta`: nothing at run time, as `withoutMeanings` has it, and ten kilobytes of a reader of files. */
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

/** The same names, of which each makes functions that say why they do nothing. */
function withoutBodies(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name = '']) => name);
  const body = "() => () => { throw new Error('JSON Schema is left out of functions'); }";
  return names.map((name) => `export const ${name} = ${body};`).join('\n');
}

/** `describe` and `meta` with something to say answer the same schema. */
function withoutMeanings(source: string): string {
  const changed = source.replaceAll(
    /const cl = this\.clone\(\);\s*core\.globalRegistry\.add\(cl, [^;]+\);\s*return cl;/g,
    'return this;',
  );
  if (changed === source) throw new Error('schemas of zod are described in another way: see withoutMeanings');
  return changed;
}

function withNamesOfClasses(source: string): string {
  return source.replaceAll(
    /^export class (\w+)(?: extends .+)? \{$/gm,
    (head, name) => `${head}\n  static name = "${name}";`,
  );
}

function asCompressedText(text: Uint8Array): string {
  const packed = brotliCompressSync(text).toString('base64');
  return `import { brotliDecompressSync } from 'node:zlib';
export default brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString();`;
}

function withPlainNames(source: string): string {
  const texts = new Map([...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]));
  return source.replaceAll(/\[(_\w+)\]:/g, (computed: string, name: string) => {
    const text = texts.get(name);
    return text === undefined ? computed : `${text}:`;
  });
}
