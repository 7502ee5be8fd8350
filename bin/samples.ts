import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { compareSamples } from './samples/compare-samples.ts';
import { readManifest } from './samples/manifest.ts';

const USAGE = `npm run samples -- DIR

Puts every payload of a folder through the translator of its format and holds what comes out against the folder's manifest (manifest.csv). Ends with 1 where something
differs.`;

async function runSamples(): Promise<boolean> {
  const [folder, ...others] = readCommandLine(USAGE, { takesWords: true, options: {} }).positionals;
  if (folder === undefined || others.length > 0) refuseCommandLine(USAGE, 'Name one folder of samples.');
  const { compared, asExpected, mismatches, disputes, withoutTranslator } = await compareSamples(
    folder,
    readManifest(folder),
  );
  for (const line of [...mismatches, ...disputes]) console.log(line);
  for (const [format, files] of withoutTranslator)
    console.log(`no translator yet: ${format} (${String(files)} ${files === 1 ? 'file' : 'files'})`);
  console.log(`${String(asExpected)} of ${String(compared)} as expected, ${String(disputes.length)} disputed`);
  return mismatches.length === 0;
}

try {
  process.exitCode = (await runSamples()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
