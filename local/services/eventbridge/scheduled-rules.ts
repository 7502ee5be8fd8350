import type { Job, Kernel } from '../../kernel/types.ts';
import { parseExpression } from '../scheduler/expression.ts';
import { toSeconds } from './bus-event.ts';
import type { Deliveries } from './deliver.ts';
import type { Buses, Rule } from './rules.ts';

const KIND = 'eventbridge.scheduled-rule';

/** Rules with a schedule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html. UTC; one keyed job a rule. */
export function createScheduledRules(kernel: Kernel, buses: Buses, deliveries: Deliveries): { start(): void } {
  const { store, jobs } = kernel;
  store.exec(
    'CREATE TABLE IF NOT EXISTS eventbridge_scheduled_rules (arn TEXT PRIMARY KEY, expression TEXT NOT NULL, since INTEGER NOT NULL)',
  );
  interface Row {
    readonly arn: string;
    readonly expression: string;
    readonly since: number;
  }
  const plan = (rule: Rule, since: number): void => {
    const due = parseExpression(rule.schedule ?? '').next(kernel.now(), since);
    if (due !== undefined) jobs.add(KIND, due, { since }, rule.arn);
  };
  const ready = (rule: Rule | undefined): rule is Rule => rule?.schedule !== undefined && rule.enabled;

  jobs.on(KIND, (job: Job) => {
    const rule = buses.findRule(job.key ?? '');
    if (!ready(rule)) return;
    const event = {
      version: '0',
      id: kernel.uuid(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: kernel.account,
      time: toSeconds(job.due),
      region: kernel.region,
      resources: [rule.arn],
      detail: {},
    };
    for (const target of rule.targets) {
      deliveries.add(rule, target, { event, ingestedAt: kernel.now(), trace: undefined });
    }
    plan(rule, job.payload.since);
  });

  return {
    start: () => {
      for (const rule of buses.rules()) {
        if (!ready(rule)) continue;
        const known = store.get<Row>('SELECT * FROM eventbridge_scheduled_rules WHERE arn = ?', rule.arn);
        if (known?.expression === rule.schedule && jobs.dueOf(KIND, rule.arn) !== undefined) continue;
        // A rate counts from the moment that the rule is there; its first event comes one interval later.
        store.run(
          'INSERT OR REPLACE INTO eventbridge_scheduled_rules (arn, expression, since) VALUES (?, ?, ?)',
          rule.arn,
          rule.schedule ?? '',
          kernel.now(),
        );
        plan(rule, kernel.now());
      }
    },
  };
}
