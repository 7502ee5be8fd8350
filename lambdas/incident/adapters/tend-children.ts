import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CHILD_SHARDS, childrenInShard, listedChildren, perform } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Case, ChildPage, JournalEntry, PossibleCause } from '../../contracts/index.ts';
import { connect, inGroups, nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { firstPages, PAGE, pagesOfTurns } from '../child-pages.ts';
import { letsGo, ownTurn } from '../give-turns.ts';
import { decideMembership, decideTransfer } from '../membership.ts';
import { loadHeir } from './find.ts';
import { CAUSE_SHARDS, casesSharing } from './cause-store.dynamo.ts';
import type { MarkedPage } from './cause-store.dynamo.ts';

/** Children of one message at a time: within the time of the function, and of other writers at their cases. */
const AT_A_TIME = 10;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH = 10;

export interface Tending {
  readonly cases: CaseStore;
  readonly packs: PackStore;
  readonly queueUrl: string;
}

export type Work = { readonly entry: JournalEntry } | { readonly page: ChildPage };

/**
 * Does one piece of work on the children of an incident and sends the next ones to its own queue. Each may be done twice without harm: a child that was
 * tended is left as it is, so whatever dies on the way is simply done again.
 */
export function createTender({ cases, packs, queueUrl }: Tending): (work: Work) => Promise<number> {
  const queue = connect(SQSClient);
  const send = async (pages: readonly ChildPage[]): Promise<void> => {
    for (let start = 0; start < pages.length; start += BATCH) {
      const { Failed = [] } = await queue.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: pages
            .slice(start, start + BATCH)
            .map((page, index) => ({ Id: String(index), MessageBody: JSON.stringify({ page }) })),
        }),
      );
      if (Failed.length > 0)
        throw new Error(`the queue refused ${String(Failed.length)} pages: ${Failed[0]?.Code ?? ''}`);
    }
  };
  const tend = async (caseId: string, incident: Case, page: ChildPage): Promise<boolean> => {
    const tended = await perform(cases, { caseId, traceparent: page.traceparent }, async (record, at) => {
      const { pack } = await packs.load(record.policyVersion);
      const turn = turnOf(caseId, incident, page);
      const happening =
        'from' in page
          ? decideTransfer(record, page.from, incident, pack, at, turn)
          : decideMembership(record, incident, pack, at, turn);
      if (happening === undefined) return { commit: false, answer: false };
      const clock = happening.what === 'CaseResolved' ? { clock: 'resolve' as const } : {};
      const by = { actor: { kind: 'system', id: 'incident' }, cause: { kind: 'incident', id: incident.id } } as const;
      return { commit: true, acts: [{ ...by, ...clock, happening }], answer: () => true };
    });
    return tended === true;
  };

  return async (work) => {
    const incident = await loadHeir(cases, 'entry' in work ? work.entry.caseId : work.page.incidentId);
    if (incident?.cause === undefined) return 0;
    if ('entry' in work) {
      const { pack } = await packs.load(incident.policyVersion);
      const { traceparent } = work.entry;
      const first = firstPages(work.entry, incident, pack, { ofCause: CAUSE_SHARDS, ofChildren: CHILD_SHARDS });
      const isEnd = first.some((page) => page.do === 'release') && work.entry.caseId === incident.id;
      await send(
        isEnd && letsGo(incident)
          ? pagesOfTurns(incident, await listedChildren(cases, incident.id), pack, traceparent, nowInstant())
          : first,
      );
      return 0;
    }
    const { page } = work;
    const found = await childrenOn(cases, page, incident.cause);
    const fates = await inGroups(found.caseIds, AT_A_TIME, (caseId) => tend(caseId, incident, page));
    const tended = fates.filter((fate) => fate.status === 'fulfilled' && fate.value).length;
    const failed = found.caseIds.filter((_caseId, index) => fates[index]?.status === 'rejected');
    if (page.do === 'these' || page.do === 'move' || page.do === 'let_go') {
      if (failed.length > 0)
        throw new Error(`${String(failed.length)} children of ${incident.id} could not be written`);
      return tended;
    }
    // One that cannot be written holds up neither its page nor the next: it goes on as a message of its own, which the queue repeats.
    const these = {
      do: 'these',
      incidentId: incident.id,
      caseIds: failed,
      traceparent: page.traceparent,
    } as const;
    await send([
      ...(found.next === undefined ? [] : [{ ...page, after: found.next }]),
      ...(failed.length === 0 ? [] : [these]),
    ]);
    return tended;
  };
}

/** As it was given with those of all others, or its own. */
function turnOf(caseId: string, incident: Case, page: ChildPage): string | undefined {
  return page.do === 'let_go'
    ? page.turns.find((turn) => turn.caseId === caseId)?.callsFrom
    : ownTurn(caseId, incident);
}

function childrenOn(cases: CaseStore, page: ChildPage, cause: PossibleCause): Promise<MarkedPage> {
  switch (page.do) {
    case 'gather':
      return casesSharing(cases, cause, page.shard, page.since, PAGE, page.after);
    case 'release':
      return childrenInShard(cases, page.incidentId, page.shard, PAGE, page.after);
    case 'let_go':
      return Promise.resolve({ caseIds: page.turns.map(({ caseId }) => caseId), next: undefined });
    case 'these':
    case 'move':
      return Promise.resolve({ caseIds: page.caseIds, next: undefined });
  }
}
