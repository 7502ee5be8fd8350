import { fileURLToPath } from 'node:url';
import { synthesize } from '../assembly.ts';

/** A process of its own: the CDK takes more memory than the engine, and none of it is the engine's. */
await synthesize(fileURLToPath(new URL('../..', import.meta.url)), 'dev', process.argv[2]);
