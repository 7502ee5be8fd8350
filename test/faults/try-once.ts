import type { World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';

/** Whoever has no answer by then asks again. */
const PATIENCE = 30_000;

export interface Try<Answer> {
  readonly request: () => Promise<Answer>;
  /** Whether it is over with this answer. */
  readonly isEnd: (answer: Answer) => boolean;
  /** What comes so many milliseconds after a try that failed; absent: nobody tries any more. */
  readonly again?: { readonly after: number; readonly act: () => Promise<void> | void };
}

/** One try of something that may be lost on the way. It fails once: by what it was answered, or because nothing came in time; what comes later counts for nothing. */
export function tryOnce<Answer>(
  world: Pick<World, 'now'>,
  agenda: Agenda,
  { request, isEnd, again }: Try<Answer>,
): void {
  let isOver = false;
  const fail = (): void => {
    if (isOver) return;
    isOver = true;
    if (again !== undefined) agenda.add(world.now() + again.after, again.act);
  };
  request().then((answer) => {
    if (isOver) return;
    if (isEnd(answer)) isOver = true;
    else fail();
  }, fail);
  agenda.add(world.now() + PATIENCE, fail);
}
