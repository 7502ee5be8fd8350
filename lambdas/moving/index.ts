export { moveQueue } from './adapters/errands.sqs.ts';
export { previewMove } from './adapters/preview-move.ts';
export { moveKeeper } from './adapters/tend-moves.ts';
