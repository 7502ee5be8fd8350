export { askByData } from './adapters/ask-by-data.ts';
export { askProtected } from './adapters/ask-protected.ts';
export type { Get } from './adapters/ask-protected.ts';
export { connectTo } from './adapters/connect-to.ts';
export type { CallSystem, SystemConnector } from './adapters/connect-to.ts';
export { createHealthStore } from './adapters/health-store.dynamo.ts';
export { chooseInstance } from './choose-instance.ts';
export type { Choice, Subject } from './choose-instance.ts';
export * from './sap.ts';
