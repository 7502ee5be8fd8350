import { fileURLToPath } from 'node:url';
import { synthesize } from '../../bin/assembly.ts';
import { sharePackages } from '../../bin/share-packages.ts';

/** A process of its own for a test run: `node test/support/synthesize.ts ASSEMBLY CODE`. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const [, , assembly, code] = process.argv;
if (assembly === undefined || code === undefined) throw new Error('name the folders of the assembly and of the code');
await synthesize(ROOT, 'dev', assembly);
await sharePackages(ROOT, code);
