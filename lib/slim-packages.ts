import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const CREDENTIALS = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));

/** Leaves out of a bundle what packages bring along and no function uses. */
export const slimPackages: Plugin = {
  name: 'slim packages',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: CREDENTIALS }));

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

    // The SDK describes each operation by a constant. With computed names in it (`[_hH]: …`) it is no constant to a bundler, and the description of
    // every operation of S3 stays.
    bundler.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: withPlainNames(await readFile(path, 'utf8')),
      }),
    );
  },
};

function withPlainNames(source: string): string {
  const texts = new Map([...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]));
  return source.replaceAll(/\[(_\w+)\]:/g, (computed: string, name: string) => {
    const text = texts.get(name);
    return text === undefined ? computed : `${text}:`;
  });
}
