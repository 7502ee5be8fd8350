import { compareSamples } from './samples/compare-samples.ts';
import { readManifest } from './samples/manifest.ts';

/** Puts every payload of a folder through the translator of its format and holds what comes out against the folder's manifest. */
async function runSamples(folder: string | undefined): Promise<boolean> {
  if (folder === undefined) throw new Error('Name the folder of samples: npm run samples -- DIR');
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
  process.exitCode = (await runSamples(process.argv[2])) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
