import type { Job, Kernel } from '../../kernel/types.ts';
import type { BusEvent } from './bus-event.ts';

export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly matches: ((event: unknown) => boolean) | undefined;
  /** 0: for ever. */
  readonly retentionDays: number;
  readonly keyId: string | undefined;
}

export interface ArchivedEvent {
  readonly ord: number;
  readonly body: string;
}

export interface Archives {
  declare(archive: Archive): void;
  find(arn: string): Archive | undefined;
  keep(archive: Archive, event: BusEvent): void;
  /** In no promised order; `after` is the last `ord` of the page before. */
  page(archive: Archive, range: { from: number; to: number; after: number; limit: number }): readonly ArchivedEvent[];
  start(): void;
}

const DAY = 86_400_000;
const KIND = 'eventbridge.expire-archive';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
export function createArchives(kernel: Kernel): Archives {
  const { store, jobs } = kernel;
  store.exec(`
    CREATE TABLE IF NOT EXISTS eventbridge_archived (
      ord INTEGER PRIMARY KEY, archive TEXT NOT NULL, time INTEGER NOT NULL, archived_at INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS eventbridge_archived_age ON eventbridge_archived (archive, archived_at);
  `);
  const archives = new Map<string, Archive>();
  const oldest = (archive: Archive): number =>
    archive.retentionDays === 0 ? 0 : kernel.now() - archive.retentionDays * DAY;

  jobs.on(KIND, (job: Job) => {
    const archive = archives.get(String(job.key));
    if (archive === undefined || archive.retentionDays === 0) return;
    store.run('DELETE FROM eventbridge_archived WHERE archive = ? AND archived_at < ?', archive.name, oldest(archive));
    jobs.add(KIND, kernel.now() + DAY, null, archive.arn);
  });

  return {
    declare: (archive) => {
      archives.set(archive.arn, archive);
    },
    find: (arn) => archives.get(arn),
    keep: (archive, event) => {
      store.run(
        'INSERT INTO eventbridge_archived (archive, time, archived_at, body) VALUES (?, ?, ?, ?)',
        archive.name,
        Date.parse(event.time),
        kernel.now(),
        JSON.stringify(event),
      );
    },
    page: (archive, { from, to, after, limit }) =>
      store.all<ArchivedEvent>(
        'SELECT ord, body FROM eventbridge_archived WHERE archive = ? AND ord > ? AND time >= ? AND time < ? AND archived_at >= ? ORDER BY ord LIMIT ?',
        archive.name,
        after,
        from,
        to,
        oldest(archive),
        limit,
      ),
    start: () => {
      for (const archive of archives.values()) {
        if (archive.retentionDays > 0 && jobs.dueOf(KIND, archive.arn) === undefined) {
          jobs.add(KIND, kernel.now() + DAY, null, archive.arn);
        }
      }
    },
  };
}
