export { connectTo } from './adapters/connect-to.ts';
export type { CallSystem } from './adapters/connect-to.ts';
export * from './sap.ts';
