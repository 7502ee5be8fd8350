import * as z from 'zod';
import type { ActionType, SystemOfRecord, SystemInstance } from '../../contracts/index.ts';
import { chooseInstance, connectTo } from '../../systems/index.ts';
import type { CallSystem, Choice, Subject, SystemConnector } from '../../systems/index.ts';
import { CATALOGUE } from '../catalogue.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { WritableSystem } from '../ports.ts';
import { ABSENT, mustBeOk, value, writtenOf } from './document-answers.ts';
import { salesforceRecords } from './salesforce-records.ts';
import { ordersWithoutCharge, salesOrders } from './sap-documents.ts';

/** Long enough for a system that is busy, and well below the function's time. */
const PATIENCE_MS = 8_000;

/**
 * The documents that actions change, in whatever system: read with their tag, changed under it; what is made anew is made under a key of ours, so that making it twice makes one.
 * Neither breaker nor rate nor repetition stands between: whether a change is tried, and tried again, is decided with the action.
 */
export function systemDocuments(): (type: ActionType, subject: Subject, approved?: string) => WritableSystem {
  const connectors = new Map<SystemOfRecord, SystemConnector>();
  const connectorOf = (system: SystemOfRecord): SystemConnector => {
    const connector = connectors.get(system) ?? connectTo(system);
    connectors.set(system, connector);
    return connector;
  };
  return (type, subject, approved) => {
    const entry = CATALOGUE[type];
    const { system } = entry;
    if (system === 'mail') throw new Error(`${type} changes no document`);
    const call: CallSystem = async (path, init) => {
      const connector = connectorOf(system);
      const { instances } = await connector.connection();
      const { instance, reason } =
        approved === undefined ? chooseInstance(instances, subject) : named(instances, approved);
      if (instance === undefined) throw new Error(`nothing is changed in ${system}: ${reason}`);
      return connector.call(instance, PATIENCE_MS)(path, init);
    };
    if (system === 'erp') return entry.made === undefined ? salesOrders(call, entry) : ordersWithoutCharge(call, entry);
    return system === 'crm' ? salesforceRecords(call, entry) : restDocuments(call, entry);
  };
}

/** What was approved for one instance is done in no other, whatever the connection says by now. */
function named(instances: readonly SystemInstance[], name: string): Choice {
  const instance = instances.find((one) => one.name === name);
  return instance === undefined
    ? { instance, reason: `it was proposed for ${name}, which is not there any more` }
    : { instance, reason: 'it was proposed for it' };
}

const answered = z.record(z.string(), z.unknown());

function restDocuments(call: CallSystem, entry: CatalogueEntry): WritableSystem {
  const { collection, fields } = entry;
  const path = (subject: string): string => `/api/v1/${collection}/${encodeURIComponent(subject)}`;
  const name = entry.system.toUpperCase();
  return {
    read: async (subject) => {
      const answer = await call(path(subject), { method: 'GET' });
      if (answer.status === 404) return entry.made === undefined ? undefined : { etag: ABSENT, values: {} };
      const body = answered.parse(await mustBeOk(name, answer).json());
      const etag = answer.headers.get('etag');
      if (etag === null) throw new Error(`${name} gave no ETag`);
      const values = Object.entries(fields).map(([ours, theirs]) => [ours, value.parse(body[theirs])] as const);
      return { etag, values: Object.fromEntries(values) };
    },
    write: async (subject, { values, etag, idempotencyKey }) => {
      const body = Object.entries(values).map(([ours, given]) => [fields[ours] ?? ours, given]);
      const condition = etag === ABSENT ? { 'if-none-match': '*' } : { 'if-match': etag };
      const answer = await call(path(subject), {
        method: 'PATCH',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
          ...condition,
        },
        body: JSON.stringify(Object.fromEntries(body)),
      });
      return writtenOf(name, answer);
    },
  };
}
