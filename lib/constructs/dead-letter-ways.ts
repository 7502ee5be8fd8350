import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** A dead-letter queue, and whom its letters were for. */
export interface DeadLetterWay {
  /** `inbound-intake`: its stack and the ids on the way to it. */
  readonly name: string;
  readonly queue: Queue;
  readonly back: readonly (Queue | IFunction)[];
  readonly runbook: string;
}

/** Where Lambda puts what it gives up of streams, each mapping below its own id. */
export const GIVEN_UP_BELOW = 'aws/lambda/';

/** What a stream gives up lies in a bucket, and goes back to the function that reads the stream. */
export interface BatchWay {
  readonly name: string;
  readonly bucket: Bucket;
  readonly prefix: string;
  readonly reader: IFunction;
  readonly runbook: string;
}

const batches = new WeakMap<IConstruct, readonly BatchWay[]>();

export function tellBatches(scope: IConstruct, way: BatchWay): void {
  const { root } = scope.node;
  batches.set(root, [...(batches.get(root) ?? []), way]);
}

export const batchWays = (scope: IConstruct): readonly BatchWay[] => batches.get(scope.node.root) ?? [];

interface Told {
  readonly runbook: string;
  readonly back: readonly (Queue | IFunction)[];
}

/** By the root of the application: stacks are composed one after the other, and the last one serves all. */
const told = new WeakMap<IConstruct, Map<Queue, Told>>();

function known(queue: IConstruct): Map<Queue, Told> {
  const { root } = queue.node;
  const map = told.get(root) ?? new Map<Queue, Told>();
  told.set(root, map);
  return map;
}

export function tell(queue: Queue, runbook: string, back: Told['back']): void {
  known(queue).set(queue, { runbook, back });
}

/** For a queue whose dead letters are there before it. */
export function leadBack(queue: Queue, back: Told['back']): void {
  const before = known(queue).get(queue);
  if (before !== undefined) known(queue).set(queue, { ...before, back });
}

/** All until now, in the order of their names. One that leads nowhere would keep its letters for ever. */
export function deadLetterWays(scope: IConstruct): readonly DeadLetterWay[] {
  const ways = [...known(scope)].map(([queue, { runbook, back }]) => {
    if (back.length === 0) throw new Error(`the dead letters of ${queue.node.path} lead nowhere: see leadBack`);
    return { name: nameOf(queue), queue, back, runbook };
  });
  return ways.sort((left, right) => left.name.localeCompare(right.name));
}

export const isQueue = (target: Queue | IFunction): target is Queue => target instanceof Queue;

function nameOf(queue: Queue): string {
  const [stack = '', ...ids] = queue.node.path.split('/');
  const part = stack.replace(/^fairlead-[^-]+-/, '');
  const kebab = (id: string): string => id.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return [part, ...ids.filter((id) => id !== 'DeadLetters').map(kebab)].join('-');
}
