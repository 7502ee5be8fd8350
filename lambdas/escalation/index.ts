export { noticeTopic } from './adapters/notice-topic.ts';
export type { PublishNotices } from './adapters/notice-topic.ts';
export { decideNextStep } from './decide-next-step.ts';
