export { noticeTopic } from './adapters/notice-topic.ts';
export type { PublishNotices } from './adapters/notice-topic.ts';
export { lostMove } from './fall-back.ts';
export { decideNextStep } from './decide-next-step.ts';
