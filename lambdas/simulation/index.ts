export { errandQueue } from './adapters/errands.sqs.ts';
export type { AskErrand } from './adapters/errands.sqs.ts';
export { simulationKeeper } from './adapters/tend-simulations.ts';
export { grantSignalFile } from './adapters/signal-files.s3.ts';
