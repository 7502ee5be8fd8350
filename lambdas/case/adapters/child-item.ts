import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Case } from '../../contracts/index.ts';
import { childKey, letGoKey } from '../keys.ts';

/**
 * The item by which a child is found and counted below its incident: written with the child, by the child alone, and only when what is counted
 * changes. Nothing is written at the incident, so children never meet one another.
 */
export function childItems(table: string, before: Case | undefined, after: Case): readonly TransactWriteItem[] {
  const was = before?.incident;
  const is = after.incident;
  const items: TransactWriteItem[] = [];
  if (was !== undefined && was.id !== is?.id) {
    items.push({ Delete: { TableName: table, Key: marshall(childKey(was.id, after.id)) } });
    items.push(...letGoItems(table, was.id, after));
  }
  const isCounted =
    was?.id === is?.id &&
    before?.state === after.state &&
    before.severity?.level === after.severity?.level &&
    before.owner?.team === after.owner?.team;
  if (is !== undefined && !isCounted) {
    items.push({ Put: { TableName: table, Item: marshall({ ...childKey(is.id, after.id), ...standingOf(after) }) } });
  }
  return items;
}

/** So long those that were let go are known, should their turns be given again. */
const KNOWN_S = 24 * 3600;

/** A child that was given a turn stays known to whoever gives the turns of the others once more. */
function letGoItems(table: string, incidentId: string, after: Case): readonly TransactWriteItem[] {
  const { callsFrom } = after.escalation;
  if (callsFrom === undefined) return [];
  const expiresAt = Math.ceil(Date.parse(callsFrom) / 1000) + KNOWN_S;
  const item = { ...letGoKey(incidentId, after.id), ...standingOf(after), callsFrom, expiresAt };
  return [{ Put: { TableName: table, Item: marshall(item) } }];
}

function standingOf({ state, severity, owner }: Case): Readonly<Record<string, string>> {
  return {
    state,
    ...(severity === undefined ? {} : { level: severity.level }),
    ...(owner === undefined ? {} : { team: owner.team }),
  };
}
