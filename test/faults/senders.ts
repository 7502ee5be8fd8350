import { signBody } from '../../lambdas/inbound/index.ts';
import type { KnownSource } from '../../bin/set-up/set-up.ts';
import type { Answer, World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';
import { tryOnce } from './try-once.ts';
import { dropFiles } from './drops.ts';
import { sendMails } from './mails.ts';
import type { Plan } from './plan.ts';
import type { Report } from './plan-reports.ts';
import { idsOf, quarantinedAs, say, SOURCES } from './say.ts';

export interface Sent {
  readonly sent: Set<string>;
  readonly accepted: Set<string>;
  /** Ids under which payloads lie of which the sender was told that they cannot be read, or not whole. */
  readonly refused: Set<string>;
  /** What a sender was told in the end, by status. */
  readonly answers: Map<number, number>;
}

const PAUSES = [5_000, 20_000, 60_000, 120_000];

/** A sender posts until it is answered: 202, or that its payload cannot be read. Everything else it tries again. */
export function createSenders(world: World, plan: Plan, agenda: Agenda): Sent {
  const done: Sent = { sent: new Set(), accepted: new Set(), refused: new Set(), answers: new Map() };
  const sourceOf = (name: keyof typeof SOURCES): KnownSource | undefined =>
    world.sources.find(({ id }) => id === SOURCES[name].id);
  const sources: Readonly<Record<Report['source'], KnownSource | undefined>> = {
    edi: world.source,
    tms: world.signalSource,
    erp: sourceOf('erp'),
    planner: sourceOf('planner'),
  };
  const begin = world.now();

  const post = (report: Report): Promise<Answer> => {
    const source = sources[report.source];
    if (source === undefined) throw new Error(`there is no source ${report.source}`);
    const { bytes, contentType } = say(report, plan.startAt);
    const signature = signBody(bytes, source.secret, Math.floor(world.now() / 1000));
    const headers = { 'content-type': contentType, 'fairlead-signature': signature };
    return report.source === 'edi'
      ? world.begin('POST', source.path, { headers, body: bytes })
      : world.begin('POST', '/v1/signals', { headers: { ...headers, 'fairlead-source': source.id }, body: bytes });
  };
  const deliver = (report: Report, attempt: number): void => {
    tryOnce(world, agenda, {
      request: () => post(report),
      isEnd: (answer) => {
        const { status } = answer;
        done.answers.set(status, (done.answers.get(status) ?? 0) + 1);
        if (status !== 202 && status !== 422) return false;
        const isWhole = status === 202 && answer.json.quarantined.length === 0;
        if (!isWhole) done.refused.add(quarantinedAs(SOURCES[report.source].id, say(report, plan.startAt).bytes));
        if (status === 202) for (const { id } of answer.json.signals) done.accepted.add(id);
        return true;
      },
      again: {
        after: PAUSES[attempt] ?? 300_000,
        act: () => {
          deliver(report, attempt + 1);
        },
      },
    });
  };

  for (const report of plan.reports) {
    const send = (): void => {
      for (const id of idsOf(say(report, plan.startAt), report.source)) done.sent.add(id);
      deliver(report, 0);
    };
    agenda.add(begin + report.at, send);
    for (const later of report.again) agenda.add(begin + report.at + later, send);
  }
  dropFiles(world, plan, agenda, done);
  sendMails(world, plan, agenda, done);
  return done;
}
