export { registerSource } from './adapters/register-source.ts';
export type { NewSource, RegisteredSource } from './adapters/register-source.ts';
export { createSourceStore } from './adapters/source-store.dynamo.ts';
export { signBody } from './authenticate.ts';
