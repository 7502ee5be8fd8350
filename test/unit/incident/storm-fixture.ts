import { perform } from '../../../lambdas/case/index.ts';
import { decideTriage } from '../../../lambdas/case/decide-triage.ts';
import { caseRecord, childPage } from '../../../lambdas/contracts/index.ts';
import type { Case, JournalEntry, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { findIncident } from '../../../lambdas/incident/index.ts';
import { createTender } from '../../../lambdas/incident/adapters/tend-children.ts';
import type { Work } from '../../../lambdas/incident/adapters/tend-children.ts';
import { decideMembership } from '../../../lambdas/incident/membership.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { ownerOf, severityOf } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import { exception, shipment } from '../intake/signals.ts';

export const pack = defaultPack();
export const TRACE = exception('x', [shipment('x')]).traceparent;

/** The stores with what a storm needs: reports of late shipments at one port, their triage and decision, and the queue of their incident. */
export async function openStorm() {
  const fixture = openStores('2026-03-02T08:00:00.000Z');
  const packs = createPackStore('reference');
  await publishPack(pack);
  /** Pages that were sent to the queue and not worked on yet. */
  const queue: Work[] = [];
  fixture.answer(({ command, input }) => {
    if (command !== 'SendMessageBatchCommand') throw new Error(`nobody expected ${command}`);
    for (const { MessageBody } of input.Entries) queue.push({ page: childPage.parse(JSON.parse(MessageBody).page) });
    return { Failed: [], Successful: [] };
  });

  const report = (number: number, changes: object = {}): Promise<string> => {
    const signal = exception(`late ${String(number)}`, [shipment(`S${String(number)}`)], {
      type: 'transport.delay',
      place: { locality: 'Long Beach', region: 'CA', country: 'US' },
      ...changes,
    });
    return takeIn({ cases: fixture.store, intake: createIntakeStore(fixture.store), packs }, signal);
  };
  const allCases = async (): Promise<Case[]> => {
    const found: Case[] = [];
    let start: unknown;
    do {
      const page = await fixture.raw('Scan', {
        TableName: 'cases',
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      for (const item of page.Items) if (item.sk.S === 'CASE') found.push(caseRecord.parse(JSON.parse(item.record.S)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  };
  const act = (record: Case, ...happenings: any[]): Promise<Case | undefined> =>
    perform(fixture.store, { caseId: record.id, traceparent: TRACE }, () => ({
      commit: true,
      acts: happenings.map((happening) => ({
        happening,
        actor: { kind: 'person', id: 'maria' },
        cause: { kind: 'command', id: 'r' },
      })),
      answer: (after) => after,
    }));
  const triage = async (record: Case, level: SeverityLevel = 'S3'): Promise<Case> => {
    const result = {
      facts: [],
      impact: { unknown: [] },
      severity: severityOf(level),
      owner: { ...ownerOf('transport-desk'), namedAt: '2026-03-02T08:00:00.000Z' },
    };
    const after = await perform(fixture.store, { caseId: record.id, traceparent: TRACE }, (current, at) => ({
      commit: true,
      acts: decideTriage(current, result, pack, at, { kind: 'lifecycle', id: 'test' }),
      answer: (done) => done,
    }));
    return after!;
  };
  /** What the decision of a case does about incidents: looks for one, and joins. */
  const decide = async (record: Case): Promise<Case | undefined> => {
    const incident = await findIncident(fixture.store, record, pack, TRACE);
    await perform(fixture.store, { caseId: record.id, traceparent: TRACE }, (current, at) => {
      const happening = decideMembership(current, incident, pack, at);
      if (happening === undefined) return { commit: false, answer: undefined };
      return {
        commit: true,
        acts: [{ happening, actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: 'x' } }],
        answer: () => undefined,
      };
    });
    return incident;
  };
  const storm = async (count: number): Promise<{ readonly incident: Case; readonly children: readonly Case[] }> => {
    for (let number = 0; number < count; number += 1) await report(number);
    const opened = await allCases();
    for (const record of opened) await decide(await triage(record));
    const all = await allCases();
    const incident = all.find(({ cause }) => cause !== undefined);
    if (incident === undefined) throw new Error('there is no storm');
    return { incident, children: all.filter(({ cause }) => cause === undefined) };
  };
  const entryOf = async (record: Case, what: string): Promise<JournalEntry> =>
    (await fixture.store.journal(record.id)).findLast(({ happening }) => happening.what === what)!;
  const tender = () => createTender({ cases: fixture.store, packs, queueUrl: 'https://queue.test/children' });
  const work = async (): Promise<number> => {
    let done = 0;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await tender()(next);
      done += 1;
    }
    return done;
  };
  return { fixture, packs, queue, report, allCases, act, triage, decide, storm, entryOf, tender, work };
}

export type Storm = Awaited<ReturnType<typeof openStorm>>;
