import { fileURLToPath } from 'node:url';
import { synthesize } from '../../bin/assembly.ts';

/** A process of its own for a test run: `node test/support/synthesize.ts DIR`. */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('name the folder of the assembly');
await synthesize(fileURLToPath(new URL('../..', import.meta.url)), 'dev', folder);
