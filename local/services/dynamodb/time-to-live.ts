import { applyChange } from './changes.ts';
import type { Database } from './database.ts';
import { JOB, oldestSecond } from './expiry.ts';

const SWEEP_BATCH = 500;

export function runSweeps(database: Database): void {
  const { kernel } = database;
  kernel.jobs.on(JOB, (job) => {
    const open = database.tables.get(String(job.key));
    if (open?.table.ttlAttribute === undefined) return;
    database.expiry.swept(open.table);
    const expired = open.items.expired(oldestSecond(kernel), Math.floor(kernel.now() / 1000), SWEEP_BATCH);
    for (const row of expired)
      applyChange(database, { open, key: row, before: row, after: undefined }, { expired: true });
    database.streams.announce();
    database.expiry.start(open.table, open.items);
  });
}
