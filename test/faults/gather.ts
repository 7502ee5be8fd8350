import { outputOf } from '../../bin/set-up/deployment.ts';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  action,
  caseRecord,
  deriveId,
  journalEntry,
  notice,
  policyMove,
  signal,
} from '../../lambdas/contracts/index.ts';
import { foresight } from '../../lambdas/foresight/decide-foresight.ts';
import type { World } from '../support/world.ts';
import type { CaseHistory, DeadLetter, Fate, History, Leftovers, Moment, Promised } from './history.ts';
import type { Tally } from './inject.ts';
import { withKills } from './kills.ts';
import { linksIn } from './outsiders.ts';
import { GRACE, MINUTE } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Report } from './plan-reports.ts';
import { shortName } from './places.ts';
import { idsOf, PERSONAL, say } from './say.ts';
import type { Sent } from './senders.ts';

export interface Lived {
  readonly seed: number;
  readonly plan: Plan;
  readonly sent: Sent;
  readonly moments: readonly Moment[];
  /** Words of partners for which we have thanked. */
  readonly taken: readonly string[];
  readonly doneTo: ReadonlyMap<string, readonly number[]>;
  readonly tally: Tally;
}

type Item = Record<string, any>;

/** Reads everything that a history has left, past the application: tables, queues, files, what was logged and what was lost. */
export async function gather(
  world: World,
  { seed, plan, sent, moments, taken, doneTo, tally }: Lived,
): Promise<History> {
  const cases = await scan(world, 'CasesTable');
  const reference = await scan(world, 'ReferenceTable');
  return {
    seed,
    endedAt: world.now(),
    sent: sent.sent,
    accepted: sent.accepted,
    refused: sent.refused,
    quarantined: await quarantinedIn(world, reference),
    fates: fatesOf(cases, reference, [...sent.sent, ...sent.accepted]),
    cases: casesOf(cases),
    promised: promisedBy(plan, sent.accepted),
    foreseen: reference.filter(({ sk }) => sk === 'FORESIGHT').flatMap(({ pk, body }) => saidBy(pk, body)),
    moments,
    taken: new Set(taken),
    moves: reference.flatMap(({ run }) => {
      const { data } = policyMove.safeParse(run === undefined ? undefined : JSON.parse(run));
      return data === undefined ? [] : [data];
    }),
    leftovers: await leftoversOf(world, cases),
    deadLetters: deadLettersOf(world, tally),
    faultsDoneTo: withKills(doneTo, world.events),
    logLines: world.events
      .filter(({ kind }) => kind === 'lambda.log' || kind === 'apigateway.access')
      .map((event) => String(event['line'])),
    hidden: hiddenIn(world),
  };
}

const call = (world: World, service: string, operation: string, input: object): Promise<any> =>
  world.engine.kernel.call({ kind: 'root' }, service, operation, input);

async function scan(world: World, table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await call(world, 'dynamodb', 'Scan', {
      TableName: outputOf(world.deployment, table),
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    items.push(...page.Items.map((item: any) => unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

function fatesOf(
  items: readonly Item[],
  reference: readonly Item[],
  ids: readonly string[],
): ReadonlyMap<string, Fate> {
  const guards = new Map(
    items.filter(({ sk }) => sk === 'SIGNAL').map((item) => [item['pk'].slice('SIGNAL#'.length), item]),
  );
  const known = new Set([...ids, ...guards.keys()]);
  const fates = new Map<string, Fate>();
  for (const id of known) {
    const own = items.filter(({ sk }) => sk === `SIGNAL#${id}`);
    fates.set(id, {
      guard: guardOf(guards.get(id)),
      cases: own.map(({ pk }) => pk),
      isOnTimeline: items.some(
        ({ pk, sk }) => (pk.startsWith('SUBJECT#') && sk.endsWith(`#${id}`)) || sk === `RETRACTION#${id}`,
      ),
      isQuarantined: reference.some(
        (item) => item['pk'].startsWith('QUARANTINE#') && JSON.stringify(item).includes(id),
      ),
      isOurs: isOurs(items, id),
    });
  }
  return fates;
}

/** Of a source that is nobody, or made of a plan: its sender has only said what would happen. */
function isOurs(items: readonly Item[], id: string): boolean {
  const kept = items.find(({ sk, signal: text }) => text !== undefined && sk.endsWith(id));
  if (kept === undefined) return false;
  const { source } = signal.parse(JSON.parse(kept['signal']));
  return source.id === 'fairlead' || source.format === 'plan';
}

/** Payloads that could not be read, and lie where the item says. */
async function quarantinedIn(world: World, reference: readonly Item[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { pk, id, rawKey } of reference) {
    if (!pk.startsWith('QUARANTINE#')) continue;
    const Prefix = String(rawKey);
    const { Contents = [] } = await call(world, 's3', 'ListObjectsV2', { Bucket: rawBucket(world), Prefix });
    if (Contents.length > 0) found.add(String(id));
  }
  return found;
}

const rawBucket = (world: World): string => outputOf(world.deployment, 'RawBucket');

function promisedBy({ reports, startAt }: Plan, accepted: ReadonlySet<string>): readonly Promised[] {
  const isAccepted = (report: Report): boolean =>
    idsOf(say(report, startAt), report.source).some((id) => accepted.has(id));
  const known = reports.filter(({ source }) => source === 'planner').filter(isAccepted);
  return known.flatMap(({ body }) =>
    body.kind !== 'plan'
      ? []
      : body.milestones.map(({ name, minute }) => ({
          shipment: body.shipment,
          name,
          dueAt: startAt + minute * MINUTE + GRACE,
          isReported: known.some(
            ({ body: said }) => said.kind === 'progress' && said.shipment === body.shipment && said.milestone === name,
          ),
        })),
  );
}

function guardOf(item: Item | undefined): Fate['guard'] {
  if (item === undefined) return undefined;
  if (item['caseId'] !== undefined) return 'case';
  return item['timeline'] === undefined ? 'expected' : 'timeline';
}

function casesOf(items: readonly Item[]): readonly CaseHistory[] {
  const inPartition = (pk: string, prefix: string): readonly Item[] =>
    items.filter((item) => item['pk'] === pk && item['sk'].startsWith(prefix));
  return items
    .filter(({ sk }) => sk === 'CASE')
    .map(({ pk, record, dueSk }) => ({
      record: caseRecord.parse(JSON.parse(record)),
      journal: inPartition(pk, 'JOURNAL#')
        .toSorted((one, other) => (one['sk'] < other['sk'] ? -1 : 1))
        .map(({ entry }) => journalEntry.parse(JSON.parse(entry))),
      notices: inPartition(pk, 'NOTICE#').map((item) => notice.parse(JSON.parse(item['notice']))),
      actions: inPartition(pk, 'ACTION#').map((item) => action.parse(JSON.parse(item['action']))),
      signals: inPartition(pk, 'SIGNAL#').map((item) => {
        const { id, kind, source, milestone, references } = signal.parse(JSON.parse(item['signal']));
        const isMissed = source.format === 'plan' && milestone?.at === 'scheduled';
        const named = (of: string): string => references.find((one) => one.kind === of)?.value ?? '';
        const isForeseen = source.format === 'foresight';
        return {
          id,
          kind,
          ...(isMissed ? { missed: { shipment: named('shipment'), name: milestone.name } } : {}),
          ...(isForeseen ? { foreseen: { by: named('case'), stock: named('sku') } } : {}),
        };
      }),
      dueSk,
    }));
}

/** Ids of what a case of late goods remembers to have said. */
function saidBy(pk: string, body: string): readonly string[] {
  const caseId = pk.slice('CASE#'.length);
  return foresight.parse(JSON.parse(body)).watched.flatMap(({ material, site, issuer, round, said }) => {
    const key = JSON.stringify([issuer, site, material]);
    const raised = said === undefined ? [] : [deriveId('sig', 'stock-out', caseId, key, String(round), said)];
    const rounds = Array.from({ length: said === undefined ? round : round - 1 }, (_unused, index) =>
      String(index + 1),
    );
    return [...raised, ...rounds.map((each) => deriveId('sig', 'replenished', caseId, key, each))];
  });
}

async function leftoversOf(world: World, items: readonly Item[]): Promise<Leftovers> {
  const { Contents = [] } = await call(world, 's3', 'ListObjectsV2', {
    Bucket: rawBucket(world),
    Prefix: 'pending/',
  });
  return {
    pending: Contents.map(({ Key }: any) => Key),
    unpublished: items
      .filter(({ sk, dueSk }) => sk.startsWith('JOURNAL#') && dueSk !== undefined)
      .map(({ entry }) => {
        const { caseId, sequence, at } = journalEntry.parse(JSON.parse(entry));
        return { caseId, sequence, at };
      }),
    queued: queuedIn(world),
  };
}

/** From the engine's own store: no call tells the age of a message that somebody holds. */
function queuedIn({ engine }: World): Leftovers['queued'] {
  return engine.provisioned.resources
    .filter(({ type, logicalId }) => type === 'AWS::SQS::Queue' && logicalId.includes('Queue'))
    .flatMap(({ logicalId, ref }) =>
      engine.kernel.store
        .all<{ at: number }>('SELECT sent_at AS at FROM sqs_messages WHERE queue = ?', ref.split('/').at(-1) ?? '')
        .map(({ at }) => ({ queue: shortName(logicalId), at })),
    );
}

/** Whose work a queue holds: the function that was seen to receive from it. */
function consumerOf(queue: string, tally: Tally): string {
  const asks = ` → sqs:ReceiveMessage ${shortName(queue)}`;
  const place = [...tally.keys()].find((name) => name.endsWith(asks));
  return place?.slice(0, -asks.length) ?? queue;
}

/** Tries of a minute's call or of a batch of the stream end within so long: six of half a minute, and the pauses between them. */
const LONGEST_TRYING = 5 * 60_000;

/** What no retry has helped, and what was dropped without a queue to keep it. */
function deadLettersOf(world: World, tally: Tally): readonly DeadLetter[] {
  return world.events.flatMap((event): DeadLetter[] => {
    const { kind } = event;
    const to = Number(event['heardAt']);
    const lost = { body: kind, isPoison: false, from: to - LONGEST_TRYING, to };
    if (kind === 'sqs.dead-lettered') {
      const of = consumerOf(String(event['queue']), tally);
      const body = String(event['body']);
      return [{ of, body, isPoison: body.includes('"poison":true'), from: Number(event['sentAt']), to }];
    }
    if (kind === 'lambda.async-failed' || kind === 'lambda.records-discarded') {
      return [{ ...lost, of: shortName(String(event['function'])) }];
    }
    if (kind === 'scheduler.dead-letter' || kind === 'scheduler.dropped') {
      return [{ ...lost, of: shortName(String(event['target'])) }];
    }
    if (/\.(dead-letter|dropped|delivery-lost|destination-failed)$/.test(kind) || kind === 'engine.unsupported') {
      return [{ ...lost, of: kind, body: JSON.stringify(event) }];
    }
    return [];
  });
}

function hiddenIn(world: World): readonly string[] {
  const links = world.told.flatMap(({ mail }) => linksIn(mail?.text ?? '').map((link) => link.split('/').at(-1) ?? ''));
  const sources = [world.source, world.signalSource, ...world.sources];
  return [
    ...PERSONAL,
    ...links,
    ...sources.flatMap(({ secret, path }) => [secret, path.split('/').at(-1) ?? '']),
    'xoxb-test',
    'topsecret',
  ];
}
