export { endSilences } from './adapters/end-silences.ts';
export { endSilence, makeSilence } from './adapters/keep-silences.ts';
export { currentSilences, findSilence, pastSilences } from './adapters/silence-store.dynamo.ts';
export type { WishDecision } from './decide-wish.ts';
