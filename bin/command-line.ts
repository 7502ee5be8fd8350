import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';

const HELP = { help: { type: 'boolean' } } as const;

type Read<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ allowPositionals: true; options: Options }>
>;

/**
 * What a command of ours was called with. `--help` shows how it is called and ends it well; what there is not is told, with what there is, and ends it with 2.
 * `takesWords`: words without dashes mean something to it.
 */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(
  usage: string,
  { options, takesWords = false }: { readonly options: Options; readonly takesWords?: boolean },
): Read<Options> {
  const { help } = parseArgs({ strict: false, options: HELP }).values;
  if (help === true) {
    console.log(usage);
    process.exit(0);
  }
  const read = tryToRead(usage, options);
  if (!takesWords && read.positionals.length > 0)
    refuseCommandLine(usage, `${read.positionals.join(' ')} is not understood.`);
  return read;
}

function tryToRead<const Options extends ParseArgsOptionsConfig>(usage: string, options: Options): Read<Options> {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    // The rest of the sentence is about words that begin with a dash, which nobody has meant.
    return refuseCommandLine(usage, (error instanceof Error ? error.message : String(error)).replace(/\. To .*/s, '.'));
  }
}

/** What was said is not understood. */
export function refuseCommandLine(usage: string, why: string): never {
  console.error(`${why}\n\n${usage}`);
  process.exit(2);
}
