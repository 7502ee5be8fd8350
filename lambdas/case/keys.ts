import { sha256Hex } from '../contracts/index.ts';
import type { Case, SubjectReference } from '../contracts/index.ts';
import { leavesCallsToIncident } from '../incident/membership.ts';
import { endStates } from './states.ts';

/** Keys of the table `cases`. A case is a partition; correlation keys, signal guards and timelines are partitions of their own. */
export const CASE_SK = 'CASE';
export const TOKEN_SK = 'TOKEN';
export const journalSk = (sequence: number): string => `JOURNAL#${String(sequence).padStart(9, '0')}`;
export const noticeSk = (noticeId: string): string => `NOTICE#${noticeId}`;
export const actionSk = (actionId: string): string => `ACTION#${actionId}`;
/** Token with which the waiting execution of an action is woken. */
export const actionTokenSk = (actionId: string): string => `TOKEN#${actionId}`;
/** A task of the playbook, by the id that the playbook gives it. */
export const TASK_PREFIX = 'TASK#';
export const taskSk = (taskId: string): string => `${TASK_PREFIX}${taskId}`;
export const signalSk = (signalId: string): string => `SIGNAL#${signalId}`;
/** A part of a key in the sender's words: it cannot hold the separator, so two keys never meet by accident. */
export const keyPart = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');
export const referenceSk = ({ kind, issuer, value }: SubjectReference): string =>
  `REF#${kind}#${keyPart(issuer)}#${keyPart(value)}`;
export const guardKey = (signalId: string): { pk: string; sk: string } => ({ pk: `SIGNAL#${signalId}`, sk: 'SIGNAL' });
export const correlationKey = (key: string): { pk: string; sk: string } => ({ pk: key, sk: 'KEY' });
export const timelinePk = ({ kind, issuer, value }: SubjectReference): string =>
  `SUBJECT#${kind}#${keyPart(issuer)}#${keyPart(value)}`;
export const subjectPk = (kind: string, value: string): string => `${kind}#${value}`;

export const DUE_SHARDS = Array.from({ length: 16 }, (_unused, index) => `DUE#${index.toString(16)}`);

/** Sixteen partitions, so that no minute of a storm meets one hot key. */
export function dueShard(id: string): string {
  return `DUE#${sha256Hex(id).slice(0, 1)}`;
}

/** Children of one incident, by shards of their own: a thousand cases that join in one second meet no hot partition. */
const CHILD_SHARD_COUNT = 8;
export const CHILD_SHARDS = Array.from({ length: CHILD_SHARD_COUNT }, (_unused, shard) => shard);

export function childKey(incidentId: string, childId: string): { pk: string; sk: string } {
  return { pk: childrenPk(incidentId, shardOf(childId, CHILD_SHARD_COUNT)), sk: childId };
}

export const childrenPk = (incidentId: string, shard: number): string => `CHILDREN#${incidentId}#${String(shard)}`;

/** Those that an incident has let go, with what their turn follows from. */
export function letGoKey(incidentId: string, childId: string): { pk: string; sk: string } {
  return { pk: letGoPk(incidentId, shardOf(childId, CHILD_SHARD_COUNT)), sk: childId };
}

export const letGoPk = (incidentId: string, shard: number): string => `LET_GO#${incidentId}#${String(shard)}`;

/** Cases of one silence, by shards, so that who ends it finds them. */
export const SILENCED_SHARDS = [0, 1, 2, 3] as const;

export function silencedKey(silence: string, caseId: string): { pk: string; sk: string } {
  return { pk: silencedPk(silence, shardOf(caseId, SILENCED_SHARDS.length)), sk: caseId };
}

export const silencedPk = (silence: string, shard: number): string => `SILENCED#${silence}#${String(shard)}`;

export function shardOf(id: string, shards: number): number {
  return Number.parseInt(sha256Hex(id).slice(0, 8), 16) % shards;
}

/** Where a case stands in the indexes: the queue of its team, and what falls due. The queue shows an incident, and not its quiet children. */
export function indexAttributes(record: Case): Readonly<Record<string, string>> {
  const team = record.owner?.team ?? 'unassigned';
  const dueAt = record.escalation.nextDueAt;
  return {
    ...(endStates.includes(record.state) || leavesCallsToIncident(record)
      ? {}
      : { queuePk: `TEAM#${team}`, queueSk: `${dueAt ?? record.openedAt}#${record.id}` }),
    ...(dueAt === undefined ? {} : { duePk: dueShard(record.id), dueSk: `${dueAt}#CASE#${record.id}` }),
  };
}

/** What an item of the due index is about. */
export type DueItem =
  | { readonly kind: 'case'; readonly dueAt: string; readonly caseId: string }
  | { readonly kind: 'journal'; readonly dueAt: string; readonly caseId: string; readonly sequence: number }
  | { readonly kind: 'notice'; readonly dueAt: string; readonly caseId: string; readonly noticeId: string }
  | { readonly kind: 'action'; readonly dueAt: string; readonly caseId: string; readonly actionId: string };

export const dueJournalSk = (at: string, caseId: string, sequence: number): string =>
  `${at}#JOURNAL#${caseId}#${String(sequence)}`;
export const dueNoticeSk = (at: string, caseId: string, noticeId: string): string =>
  `${at}#NOTICE#${caseId}#${noticeId}`;

export const dueActionSk = (at: string, caseId: string, actionId: string): string =>
  `${at}#ACTION#${caseId}#${actionId}`;

export function parseDueSk(dueSk: string): DueItem | undefined {
  const [dueAt, kind, caseId, rest] = dueSk.split('#');
  if (dueAt === undefined || caseId === undefined) return undefined;
  if (kind === 'CASE') return { kind: 'case', dueAt, caseId };
  if (kind === 'JOURNAL') return { kind: 'journal', dueAt, caseId, sequence: Number(rest) };
  if (kind === 'NOTICE' && rest !== undefined) return { kind: 'notice', dueAt, caseId, noticeId: rest };
  if (kind === 'ACTION' && rest !== undefined) return { kind: 'action', dueAt, caseId, actionId: rest };
  return undefined;
}
