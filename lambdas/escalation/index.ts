export { noticeTopic } from './adapters/notice-topic.ts';
export type { PublishNotices } from './adapters/notice-topic.ts';
export { anotherWay } from './adapters/another-way.ts';
export { tellAtEnd } from './adapters/tell-at-end.ts';
export { decideNextStep } from './decide-next-step.ts';
export { mayBeLate } from './late-tasks.ts';
