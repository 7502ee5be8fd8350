export { registerSource } from './adapters/register-source.ts';
export type { NewSource, RegisteredSource } from './adapters/register-source.ts';
export { createSourceStore } from './adapters/source-store.dynamo.ts';
export { secretIdOf } from './signatures/secret.ts';
export { signBody } from './sign-body.ts';
