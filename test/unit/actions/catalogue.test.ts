import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemDocuments } from '../../../lambdas/actions/adapters/system-documents.ts';
import { attempt } from '../../../lambdas/actions/attempt.ts';
import { CATALOGUE, proposalOf } from '../../../lambdas/actions/catalogue.ts';
import type { Wish } from '../../../lambdas/playbook/wish.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { beginAttempt, endAttempt } from '../../../lambdas/actions/decide-attempt.ts';
import { approversOf } from '../../../lambdas/actions/govern-action.ts';
import { makeAction } from '../../../lambdas/actions/make-action.ts';
import { withdrawActions } from '../../../lambdas/actions/withdraw-actions.ts';
import { systemOfRecord } from '../../../lambdas/contracts/index.ts';
import type { Action, ActionType, Case } from '../../../lambdas/contracts/index.ts';
import { openPartners } from '../../engine/partners-support.ts';
import type { TestWorld } from '../../engine/partners-support.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { AT, ORDER, pack, PROMISED, record, WANTED } from './actions-fixture.ts';
import { promisedFor } from '../../../local/partners/index.ts';

const EUR = (amount: string): NonNullable<Wish['amount']> => ({ amount, currency: 'EUR' });
const goods = { sku: 'SKU-7', units: 40 };

/** Those that change a document; a message to a customer changes none (test/journeys/customers). */
type DocumentType = Exclude<ActionType, 'customer_message'>;

/** One wish of each type, the amount high enough that it takes an approval where the policy has a limit. */
const WISHES: Readonly<Record<DocumentType, Omit<Wish, 'type'>>> = {
  promise_date: {
    subject: ORDER,
    change: { promisedAt: WANTED },
    basis: { promisedAt: PROMISED },
    amount: EUR('45000'),
  },
  order_hold: { subject: ORDER, change: { deliveryBlock: '01' }, basis: { deliveryBlock: '' } },
  order_release: { subject: ORDER, change: { deliveryBlock: '' }, basis: { deliveryBlock: '02' } },
  payment_hold: { subject: '5105600101', change: { paymentBlock: 'R' }, basis: { paymentBlock: '' } },
  payment_release: { subject: '5105600102', change: { paymentBlock: '' }, basis: { paymentBlock: 'R' } },
  customer_credit: { change: { order: ORDER, amount: '400.00', currency: 'EUR' }, amount: EUR('400') },
  replacement_order: { change: { order: ORDER, ...goods }, amount: EUR('900') },
  supplier_allocation: { change: { supplier: '17300001', ...goods } },
  shipment_status: { subject: 'SHP-1', change: { status: 'exception' }, basis: { status: 'in_transit' } },
  reroute: {
    subject: 'SHP-1',
    change: { destination: 'Dock 1' },
    basis: { destination: 'Gate 1' },
    amount: EUR('300'),
  },
  expedite: {
    subject: 'SHP-1',
    change: { serviceLevel: 'express' },
    basis: { serviceLevel: 'standard' },
    amount: EUR('900'),
  },
  carrier_change: {
    subject: 'SHP-1',
    change: { carrier: 'Halden' },
    basis: { carrier: 'Northline' },
    amount: EUR('1500'),
  },
  stock_reallocation: { change: { fromSite: 'Lyon', toSite: 'Duisburg', ...goods }, amount: EUR('8000') },
  document_attachment: { change: { document: 'DOC-1', reference: 'SO-1' } },
  service_case: { change: { title: 'Late delivery', reference: 'SO-1' } },
  penalty_review: { change: { reference: 'SO-1', amount: '1200.00', currency: 'EUR' }, amount: EUR('1200') },
};
const TYPES = Object.keys(WISHES) as DocumentType[];

let fixture: StoreFixture;
let world: TestWorld;
let documentsOf: ReturnType<typeof systemDocuments>;
let asked: string[];

beforeEach(async () => {
  fixture = openStores(AT);
  world = openPartners();
  asked = [];
  for (const system of systemOfRecord.options) vi.stubEnv(`SYSTEM_SECRET_${system.toUpperCase()}`, 'system');
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  fixture.answer(({ command, input }: any) => {
    if (command === 'GetParameterCommand')
      return { Parameter: { Value: `http://${/systems\/(\w+)\/connection/.exec(input.Name)![1]}.partner.test` } };
    const keys = Object.fromEntries(Object.values(CATALOGUE).map(({ system }) => [system, { apiKey: 'key' }]));
    return { SecretString: JSON.stringify(keys) };
  });
  fixture.network((request) => {
    asked.push(request.method);
    return world.partners.handle(request);
  });
  const { erp, tms, documents } = world.partners;
  erp.put('SO-1', { SalesOrder: ORDER, ...promisedFor(PROMISED) });
  tms.put('SO-1', {
    id: 'SHP-1',
    status: 'in_transit',
    destination: 'Gate 1',
    serviceLevel: 'standard',
    carrier: 'Northline',
  });
  documents.put('SO-9', { files: [{ id: 'DOC-1', kind: 'packing_list' }] });
  documentsOf = systemDocuments();
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

const by = { actor: { kind: 'person', id: 'maria' }, cause: { kind: 'command', id: 'r1' } } as const;

function proposed(type: DocumentType): Action {
  const result = proposalOf(record.id, { type, ...WISHES[type] });
  if (!result.ok) throw new Error(result.why);
  return makeAction(record, result.proposal, by, pack, AT).action;
}

/** As many people as governance wants, each on what they were shown. */
function approved(action: Action): Action {
  if (action.governance.decision === 'automatic') return action;
  expect(action.state).toBe('awaiting_approval');
  return approversOf(action, pack, AT)
    .slice(0, action.governance.count)
    .reduce((before, person) => {
      const reply = { verb: 'approve', via: 'api', digest: before.digest } as const;
      const decision = decideReply(before, record, reply, { person, requestId: person, pack, at: AT });
      return decision.outcome === 'changed' ? decision.after : before;
    }, action);
}

async function executed(action: Action, of: Case = record): Promise<Action> {
  const begun = beginAttempt(action, of, AT)!.after;
  return endAttempt(begun, await attempt({ action: begun, isWriting: true }, documentsOf(action.type, record), AT), AT)
    .after;
}

/** What was there before: a hold to release. */
async function prepare(type: DocumentType): Promise<void> {
  const { subject, basis } = WISHES[type];
  if (subject === undefined || basis === undefined || !type.endsWith('_release')) return;
  const system = documentsOf(type, record);
  const { etag } = (await system.read(subject))!;
  await system.write(subject, { values: basis, etag, idempotencyKey: 'before' });
  asked.length = 0;
}

describe('each type of the catalogue', () => {
  it.each(TYPES)('%s is proposed, governed, written once, confirmed, and taken back by its own step', async (type) => {
    await prepare(type);
    const ready = approved(proposed(type));
    expect(ready.state).toBe('approved');
    const done = await executed(ready);
    expect(done).toMatchObject({ state: 'confirmed', wroteAt: AT });
    const system = documentsOf(type, record);
    expect((await system.read(done.subject))?.values).toMatchObject(ready.change);

    const withdrawn: Case = { ...record, state: 'withdrawn' };
    const [undo] = withdrawActions(withdrawn, [done], pack, AT, by.cause);
    expect(undo?.action).toMatchObject({ undoes: done.id });
    const back = await executed({ ...undo!.action, state: 'approved' }, withdrawn);
    expect(back).toMatchObject({ state: 'confirmed' });
    expect((await system.read(done.subject))?.values).toMatchObject(undo!.action.change);
    expect(asked.filter((method) => method !== 'GET')).toHaveLength(2);
  });

  it.each(TYPES)('%s whose answer was lost is found, and not written again', async (type) => {
    await prepare(type);
    const ready = approved(proposed(type));
    let isLost = false;
    fixture.network(async (request) => {
      const answer = await world.partners.handle(request);
      asked.push(request.method);
      if (request.method !== 'GET' && !isLost) {
        isLost = true;
        throw new Error('connection reset');
      }
      return answer;
    });
    const lost = await executed(ready);
    expect(lost).toMatchObject({ state: 'approved', mayBeWritten: true });
    const { retryAt: _, ...due } = lost;
    expect(await executed(due)).toMatchObject({ state: 'confirmed', wroteAt: AT });
    expect(asked.filter((method) => method !== 'GET')).toHaveLength(1);
  });
});

describe('what others have done meanwhile', () => {
  it('is never written over: a document of our key with other values, and a changed field', async () => {
    const credit = approved(proposed('customer_credit'));
    const system = documentsOf('customer_credit', record);
    await system.write(credit.subject, {
      values: { ...credit.change, status: 'approved' },
      etag: '',
      idempotencyKey: 'x',
    });
    expect(await executed(credit)).toMatchObject({ state: 'superseded' });
    expect((await system.read(credit.subject))?.values['status']).toBe('approved');

    world.partners.tms.change('SO-1', { destination: 'Gate 2' });
    expect(await executed(approved(proposed('reroute')))).toMatchObject({ state: 'superseded' });
    expect((await documentsOf('reroute', record).read('SHP-1'))?.values['destination']).toBe('Gate 2');
  });

  it('a hold that its release has ended is not set again when the case is withdrawn', () => {
    const hold = { ...proposed('order_hold'), state: 'confirmed', wroteAt: '2026-03-02T09:00:00.000Z' } as const;
    const free = proposalOf(record.id, {
      type: 'order_release',
      subject: ORDER,
      change: { deliveryBlock: '' },
      basis: { deliveryBlock: '01' },
    });
    if (!free.ok) throw new Error(free.why);
    const release = {
      ...makeAction(record, free.proposal, by, pack, AT).action,
      state: 'confirmed',
      wroteAt: '2026-03-02T10:00:00.000Z',
    } as const;
    expect(withdrawActions({ ...record, state: 'withdrawn' }, [hold, release], pack, AT, by.cause)).toEqual([]);
  });
});

describe('who may propose what', () => {
  it('a model proposes no money, and only a person the release of a payment', () => {
    const decisionOf = (type: DocumentType, kind: 'person' | 'system' | 'model') => {
      const result = proposalOf(record.id, { type, ...WISHES[type] });
      if (!result.ok) throw new Error(result.why);
      return makeAction(record, result.proposal, { ...by, actor: { kind, id: 'one' } }, pack, AT).action.governance
        .decision;
    };
    expect(decisionOf('customer_credit', 'model')).toBe('forbidden');
    expect(decisionOf('payment_release', 'system')).toBe('forbidden');
    expect(decisionOf('payment_release', 'person')).toBe('approval');
    expect(decisionOf('promise_date', 'model')).toBe('approval');
  });

  it('a proposal that names a field or a document wrongly is refused in words', () => {
    const refused = (wish: Wish) => proposalOf(record.id, wish);
    expect(refused({ type: 'reroute', subject: 'S', change: { color: 'red' }, basis: {} })).toMatchObject({
      ok: false,
      why: expect.stringContaining('color'),
    });
    expect(refused({ type: 'reroute', change: { destination: 'A' }, basis: { destination: 'B' } })).toMatchObject({
      ok: false,
    });
    expect(refused({ type: 'reroute', subject: 'S', change: { destination: 'A' } })).toMatchObject({
      ok: false,
      why: expect.stringContaining('destination'),
    });
  });
});
