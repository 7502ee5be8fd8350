import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRealClock } from '../../local/kernel/clock.ts';
import { createJobs } from '../../local/kernel/jobs.ts';
import type { JobQueue } from '../../local/kernel/jobs.ts';
import { createKernel } from '../../local/kernel/kernel.ts';
import type { RunnableKernel } from '../../local/kernel/kernel.ts';
import { createRunDue } from '../../local/kernel/run-due.ts';
import type { RunDue } from '../../local/kernel/run-due.ts';
import { openStore } from '../../local/kernel/store.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const startAt = Date.parse('2026-03-02T08:00:00Z');
const virtualKernel = (store?: ReturnType<typeof openStore>): RunnableKernel =>
  createKernel({ time: { kind: 'virtual', startAt }, ...(store === undefined ? {} : { store }) });

test('virtual time jumps from one due moment to the next and stops where it is told', async () => {
  const kernel = virtualKernel();
  const seen: [string, number][] = [];
  kernel.jobs.on('note', (job) => {
    seen.push([String(job.payload), kernel.now() - startAt]);
  });
  kernel.start();
  kernel.jobs.add('note', startAt + 60_000, 'later');
  kernel.jobs.add('note', startAt, 'now');
  kernel.jobs.add('note', startAt + 3_600_000, 'too late');
  await kernel.advance(120_000);
  expect(seen).toEqual([
    ['now', 0],
    ['later', 60_000],
  ]);
  expect(kernel.now()).toBe(startAt + 120_000);
});

test('time does not jump while a job sleeps for less than the next due moment', async () => {
  const kernel = virtualKernel();
  const seen: string[] = [];
  kernel.jobs.on('slow', async () => {
    seen.push('begins');
    await kernel.timers.sleep(500);
    seen.push(`ends at ${String(kernel.now() - startAt)}`);
  });
  kernel.jobs.on('note', () => {
    seen.push(`note at ${String(kernel.now() - startAt)}`);
  });
  kernel.start();
  kernel.jobs.add('slow', startAt, null);
  kernel.jobs.add('note', startAt + 1_000, null);
  await kernel.advance(2_000);
  expect(seen).toEqual(['begins', 'ends at 500', 'note at 1000']);
});

test('real work that is marked as busy holds virtual time', async () => {
  const kernel = virtualKernel();
  const seen: string[] = [];
  kernel.jobs.on('import', async () => {
    await kernel.busy(new Promise((resolve) => setTimeout(resolve, 30)));
    seen.push(`imported at ${String(kernel.now() - startAt)}`);
  });
  kernel.jobs.on('note', () => {
    seen.push('note');
  });
  kernel.start();
  kernel.jobs.add('import', startAt, null);
  kernel.jobs.add('note', startAt + 10, null);
  await kernel.advance(100);
  expect(seen).toEqual(['imported at 0', 'note']);
});

test('a keyed job is one: added again it moves, cancelled it is gone, added while it runs it runs once more', async () => {
  const kernel = virtualKernel();
  const seen: string[] = [];
  kernel.jobs.on('wake', (job) => {
    seen.push(`${String(job.key)} ${String(job.payload)}`);
    if (job.payload === 'again') kernel.jobs.add('wake', kernel.now() + 10, 'last', 'b');
  });
  kernel.start();
  kernel.jobs.add('wake', startAt + 10, 'first', 'a');
  kernel.jobs.add('wake', startAt + 20, 'second', 'a');
  kernel.jobs.add('wake', startAt + 5, 'again', 'b');
  kernel.jobs.add('wake', startAt + 5, 'never', 'c');
  kernel.jobs.cancel('wake', 'c');
  await kernel.advance(1_000);
  expect(seen).toEqual(['b again', 'b last', 'a second']);
});

test('after a kill, jobs that had not finished run again, those that had do not', async () => {
  const store = openStore(undefined);
  const first = virtualKernel(store);
  first.jobs.on('quick', () => undefined);
  first.jobs.on('stuck', () => new Promise<void>(() => undefined));
  first.start();
  first.jobs.add('quick', startAt, 'done');
  first.jobs.add('stuck', startAt, 'in flight');
  first.jobs.add('quick', startAt + 60_000, 'waiting');
  await first.settle();
  first.kill();

  const second = virtualKernel(store);
  const seen: unknown[] = [];
  second.jobs.on('quick', (job) => {
    seen.push(job.payload);
  });
  second.jobs.on('stuck', (job) => {
    seen.push(job.payload);
  });
  second.start();
  await second.advance(120_000);
  expect(seen).toEqual(['in flight', 'waiting']);
});

test('a file keeps jobs and rows over the death of the process, and drops a turn that was not committed whole', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-kernel-'));
  const path = join(directory, 'state.sqlite');
  const first = openStore(path);
  first.exec('CREATE TABLE IF NOT EXISTS t (v TEXT)');
  first.run('INSERT INTO t VALUES (?)', 'kept');
  await first.durable();
  first.run('INSERT INTO t VALUES (?)', 'lost with its turn');
  // No commit and no close: a second connection sees what a process after a kill would see.
  const second = openStore(path);
  expect(second.all('SELECT v FROM t')).toEqual([{ v: 'kept' }]);
  second.close();
  first.close();
  rmSync(directory, { recursive: true });
});

test('turns that follow a commit closely go together, and whoever waits for one waits no longer than for the commit', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-kernel-'));
  const path = join(directory, 'state.sqlite');
  const first = openStore(path);
  first.exec('CREATE TABLE IF NOT EXISTS t (v TEXT)');
  const seen = (): unknown[] => {
    const other = openStore(path);
    const rows = other.all<{ v: string }>('SELECT v FROM t ORDER BY rowid');
    other.close();
    return rows.map(({ v }) => v);
  };
  await first.durable();
  const waiting: Promise<unknown>[] = [];
  for (const turn of ['one', 'two', 'three']) {
    first.run('INSERT INTO t VALUES (?)', turn);
    waiting.push(first.durable().then(() => seen()));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const views = await Promise.all(waiting);
  for (const [index, turn] of ['one', 'two', 'three'].entries()) expect(views[index]).toContain(turn);
  expect(seen()).toEqual(['one', 'two', 'three']);
  first.close();
  rmSync(directory, { recursive: true });
});

test('the same seed gives the same random numbers and ids', () => {
  const ids = [1, 1, 2].map((seed) => createKernel({ time: { kind: 'virtual', startAt }, seed }).uuid());
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an operation that is not there fails by name', async () => {
  const kernel = virtualKernel();
  kernel.register({ name: 'sqs', operations: {}, resourceTypes: [] });
  await expect(kernel.call({ kind: 'root' }, 'sqs', 'FlyToTheMoon', {})).rejects.toThrow(
    'sqs:FlyToTheMoon is not supported',
  );
});

test('an engine that starts again gives out other ids, and new jobs do not take the place of stored ones', async () => {
  const store = openStore(undefined);
  const first = virtualKernel(store);
  first.jobs.on('note', () => undefined);
  first.start();
  const ids = [first.uuid()];
  first.jobs.add('note', startAt + 60_000, 'stored');
  first.kill();

  const second = virtualKernel(store);
  const seen: unknown[] = [];
  second.jobs.on('note', (job) => {
    seen.push(job.payload);
  });
  second.jobs.on('other', (job) => {
    seen.push(job.payload);
  });
  second.jobs.add('other', startAt + 90_000, 'added before the start');
  second.start();
  ids.push(second.uuid());
  await second.advance(120_000);
  expect(new Set(ids).size).toBe(2);
  expect(seen).toEqual(['stored', 'added before the start']);
});

test.each(['before', 'after'])(
  'a killed engine lets go of whoever waits for work that was begun %s the kill',
  async (when) => {
    const kernel = virtualKernel();
    kernel.start();
    const never = (): void => {
      void kernel.busy(new Promise(() => undefined));
    };
    if (when === 'before') never();
    const advanced = kernel.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    kernel.kill();
    if (when === 'after') never();
    await advanced;
    expect(kernel.now()).toBe(startAt + 60_000);
  },
);

test('once all is written nothing is committed again', async () => {
  const store = openStore(join(mkdtempSync(join(tmpdir(), 'fairlead-store-')), 'state.sqlite'));
  let commits = 0;
  store.exec('CREATE TABLE notes (text TEXT)');
  store.beforeCommit(() => {
    commits += 1;
    store.run('INSERT INTO notes VALUES (?)', 'of the commit');
  });
  await store.durable();
  store.commitSoon();
  await store.durable();
  const written = commits;
  await pause(60);
  expect(commits).toBe(written);
  store.close();
});

test('who waits for the end of the turn does not wait for a commit that is due later, and there is but one', async () => {
  const store = openStore(join(mkdtempSync(join(tmpdir(), 'fairlead-store-')), 'state.sqlite'));
  let commits = 0;
  store.exec('CREATE TABLE notes (text TEXT)');
  store.beforeCommit(() => {
    commits += 1;
  });
  await store.durable();
  store.run('INSERT INTO notes VALUES (?)', 'soon after a commit');
  await Promise.all([store.durable('at the end of this turn'), turn()]);
  const written = commits;
  expect(written).toBe(2);
  await pause(20);
  expect(commits).toBe(written);
  store.close();
});

/** The jobs that have run, and what lets them: due jobs give way for so long. */
const runningJobs = (giveWayMs: number, promptMs = 60_000): { jobs: JobQueue; seen: string[]; runDue: RunDue } => {
  const jobs = createJobs(openStore(undefined));
  const seen: string[] = [];
  jobs.on('note', ({ payload }) => {
    seen.push(String(payload));
  });
  const runOne = (): void => {
    const job = jobs.take(startAt);
    void job?.run();
    job?.done();
  };
  const runDue = createRunDue(createRealClock(1, startAt), jobs, runOne, { giveWayMs, promptMs });
  runDue.start();
  return { jobs, seen, runDue };
};

test('in real time due jobs give way to what somebody outside waits for', async () => {
  const { jobs, seen, runDue } = runningJobs(60_000);
  for (const note of ['first', 'second', 'third']) jobs.add('note', startAt, note);
  await turn();
  await runDue.promptly(async () => {
    await pause(5);
    seen.push('answer');
  });
  await pause(5);
  expect(seen).toEqual(['first', 'answer', 'second', 'third']);
  runDue.stop();
});

test('jobs run although somebody outside waits all the time, and none once they are stopped', async () => {
  const { jobs, seen, runDue } = runningJobs(1);
  for (const note of ['first', 'second', 'third']) jobs.add('note', startAt, note);
  await runDue.promptly(async () => {
    await expect.poll(() => seen).toEqual(['first', 'second', 'third']);
    runDue.stop();
    jobs.add('note', startAt, 'too late');
  });
  await pause(5);
  expect(seen).toEqual(['first', 'second', 'third']);
});

test('work in the background has a turn each, in its order, beside jobs, and gives way as they do', async () => {
  const { jobs, seen, runDue } = runningJobs(60_000);
  const note = (text: string) => async (): Promise<string> => {
    seen.push(text);
    return text;
  };
  await runDue.inTurn(note('begins'));
  const works = ['first', 'second', 'third'].map((text) => runDue.inTurn(note(text)));
  jobs.add('note', startAt, 'job');
  await runDue.promptly(async () => {
    await pause(5);
    seen.push('answer');
  });
  expect(await Promise.all(works)).toEqual(['first', 'second', 'third']);
  expect(seen.slice(0, 2)).toEqual(['begins', 'answer']);
  expect(seen.filter((text) => text !== 'job')).toEqual(['begins', 'answer', 'first', 'second', 'third']);
  expect(seen.indexOf('job')).toBeLessThan(seen.indexOf('third'));
  runDue.stop();
});

test('work that fails before it has begun fails for who asked for it, and the next one runs', async () => {
  const { runDue } = runningJobs(60_000);
  const failing = runDue.inTurn(() => {
    throw new Error('no more than so many at a time');
  });
  await expect(failing).rejects.toThrow('no more than so many at a time');
  await expect(runDue.inTurn(async () => 'runs')).resolves.toBe('runs');
  runDue.stop();
});

test('an answer that takes long is given way to no more', async () => {
  const { jobs, seen, runDue } = runningJobs(60_000, 1);
  for (const note of ['first', 'second', 'third']) jobs.add('note', startAt, note);
  await runDue.promptly(async () => {
    await expect.poll(() => seen).toEqual(['first', 'second', 'third']);
  });
  runDue.stop();
});
