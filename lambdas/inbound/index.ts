export { registerSource } from './adapters/register-source.ts';
export type { NewSource, RegisteredSource } from './adapters/register-source.ts';
export { createSourceStore } from './adapters/source-store.dynamo.ts';
export { SIGNATURE_HEADER, signBody } from './authenticate.ts';
export { translators } from './formats/index.ts';
