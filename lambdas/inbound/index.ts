export { createLastHeard } from './adapters/last-heard.dynamo.ts';
export { sourceManager } from './adapters/manage-sources.ts';
export type { SourceManager, SourceResult } from './adapters/manage-sources.ts';
export { signalBus } from './adapters/signal-bus.ts';
export { createSourceStore } from './adapters/source-store.dynamo.ts';
export { wishedChanges } from './decide-source-change.ts';
export { secretIdOf } from './signatures/secret.ts';
export { signBody } from './sign-body.ts';
export { createMappingStore } from './adapters/mapping-store.dynamo.ts';
