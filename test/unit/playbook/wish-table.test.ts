import { describe, expect, it } from 'vitest';
import type { ActionType, Case, FactSet, PolicyPack, SubjectReference } from '../../../lambdas/contracts/index.ts';
import { proposeActions } from '../../../lambdas/playbook/propose-actions.ts';
import { startPlaybook } from '../../../lambdas/playbook/start-playbook.ts';
import { knownFacts } from '../../../lambdas/playbook/wish.ts';
import type { Wish } from '../../../lambdas/playbook/wish.ts';
import { WISHES } from '../../../lambdas/playbook/wishes-of.ts';
import { buildImpactFacts } from '../../../lambdas/scoring/build-impact-facts.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const EUR = (amount: string) => ({ amount, currency: 'EUR' });
type System = FactSet['system'];
type Said = Partial<Record<System, FactSet['facts']>>;

const setsOf = (said: Said, state: FactSet['state'] = 'live'): readonly FactSet[] =>
  Object.entries(said).map(([system, facts]) => ({ system: system as System, state, askedAt: AT, facts }));
const reference = (kind: SubjectReference['kind'], value: string): SubjectReference => ({ kind, value, issuer: 'x' });

interface Row {
  readonly facts: Said;
  readonly sets?: string;
  readonly record?: Partial<Case>;
  readonly wish: Omit<Wish, 'type'>;
  /** Facts without which the wish is the same but for its worth. */
  readonly worth?: string;
}

function wished(type: ActionType, { facts, sets, record = {} }: Omit<Row, 'wish'>, buffer?: string): readonly Wish[] {
  const rule = { ...(sets === undefined ? {} : { sets }), ...(buffer === undefined ? {} : { buffer }) };
  return WISHES[type]!({ record: openCase({ references: [], ...record }), facts: knownFacts(setsOf(facts)), rule });
}

const without = (facts: Said, system: System, name: string): Said => ({
  ...facts,
  [system]: Object.fromEntries(Object.entries(facts[system] ?? {}).filter(([one]) => one !== name)),
});

/** Each wish with all that it needs, and with nothing that it does not. */
const ROWS: Readonly<Partial<Record<ActionType, Row>>> = {
  promise_date: {
    facts: {
      tms: { estimatedArrival: '2026-03-05T14:00:00+01:00' },
      erp: { order: '45', promisedAt: '2026-03-04T12:00:00+01:00', orderValue: EUR('900') },
    },
    wish: {
      subject: '45',
      change: { promisedAt: '2026-03-05T13:00:00.000Z' },
      basis: { promisedAt: '2026-03-04T11:00:00.000Z' },
      amount: EUR('900'),
    },
    worth: 'orderValue',
  },
  payment_hold: {
    facts: {},
    sets: 'R',
    record: { references: [reference('invoice', 'INV-9')] },
    wish: { subject: 'INV-9', change: { paymentBlock: 'R' }, basis: { paymentBlock: '' } },
  },
  document_attachment: {
    facts: {
      trade: { declaration: 'MRN-1', missingDocuments: ['licence'] },
      documents: { documentIds: ['D1'], documentKinds: ['licence'] },
    },
    wish: { change: { document: 'D1', reference: 'MRN-1' } },
  },
  shipment_status: {
    facts: { tms: { shipment: 'SHP-1', status: 'delivery_failed' } },
    sets: 'redelivery_requested',
    wish: { subject: 'SHP-1', change: { status: 'redelivery_requested' }, basis: { status: 'delivery_failed' } },
  },
  carrier_change: {
    facts: { tms: { shipment: 'SHP-1', nextCarrier: 'Halden', carrier: 'Northline', nextCarrierExtra: EUR('120') } },
    wish: { subject: 'SHP-1', change: { carrier: 'Halden' }, basis: { carrier: 'Northline' }, amount: EUR('120') },
    worth: 'nextCarrierExtra',
  },
  penalty_review: {
    facts: { crm: { penalty: EUR('1200') } },
    record: { references: [reference('shipment', 'SHP-1')] },
    wish: { change: { reference: 'SHP-1', amount: '1200', currency: 'EUR' }, amount: EUR('1200') },
  },
  // Express is never bought without its price: the price is what people agree to.
  expedite: {
    facts: { tms: { shipment: 'SHP-1', serviceLevel: 'standard', expressExtra: EUR('900') } },
    sets: 'express',
    wish: {
      subject: 'SHP-1',
      change: { serviceLevel: 'express' },
      basis: { serviceLevel: 'standard' },
      amount: EUR('900'),
    },
  },
  stock_reallocation: {
    facts: { wms: { sku: 'SKU-7', shortSite: 'Ghent', shortUnits: 30, sites: ['Lyon: 40'] } },
    wish: { change: { sku: 'SKU-7', fromSite: 'Lyon', toSite: 'Ghent', units: 30 } },
  },
  supplier_allocation: {
    facts: {
      procurement: { alternativeSupplier: '17300001', alternativeValue: EUR('4000') },
      wms: { sku: 'SKU-7', shortUnits: 30 },
    },
    wish: { change: { supplier: '17300001', sku: 'SKU-7', units: 30 }, amount: EUR('4000') },
    worth: 'alternativeValue',
  },
  order_hold: {
    facts: { erp: { order: '45', orderValue: EUR('900') } },
    sets: '01',
    wish: { subject: '45', change: { deliveryBlock: '01' }, basis: { deliveryBlock: '' }, amount: EUR('900') },
    worth: 'orderValue',
  },
  replacement_order: {
    facts: { erp: { order: '45', orderValue: EUR('900') }, wms: { sku: 'SKU-7', heldUnits: 6 } },
    wish: { change: { order: '45', sku: 'SKU-7', units: 6 }, amount: EUR('900') },
    worth: 'orderValue',
  },
};

describe('a wish', () => {
  const rows = Object.entries(ROWS).map(([type, row]) => [type as ActionType, row] as const);

  it.each(rows)('%s names the document, what changes, what it says now and what it is worth', (type, row) => {
    expect(wished(type, row)).toEqual([{ type, ...row.wish }]);
  });

  it.each(rows)('%s is none where any fact that it needs is not known: half a change would be written', (type, row) => {
    for (const [system, facts] of Object.entries(row.facts))
      for (const name of Object.keys(facts)) {
        const facts = without(row.facts, system as System, name);
        const { amount: _amount, ...worthless } = row.wish;
        expect(wished(type, { ...row, facts }), name).toEqual(name === row.worth ? [{ type, ...worthless }] : []);
      }
    if (row.record !== undefined) expect(wished(type, { ...row, record: {} })).toEqual([]);
    const { sets, ...withoutValue } = row;
    if (sets !== undefined) expect(wished(type, withoutValue)).toEqual([]);
  });

  it.each<[string, ActionType, Said]>([
    ['the shipment has that status', 'shipment_status', { tms: { shipment: 'S', status: 'redelivery_requested' } }],
    [
      'the shipment goes by that service',
      'expedite',
      { tms: { shipment: 'S', serviceLevel: 'express', expressExtra: EUR('9') } },
    ],
    [
      'the next carrier has it already',
      'carrier_change',
      { tms: { shipment: 'S', carrier: 'Halden', nextCarrier: 'Halden' } },
    ],
    ['the order is held, by whatever block', 'order_hold', { erp: { order: '45', deliveryBlock: '04' } }],
    ['nothing is held back', 'replacement_order', { erp: { order: '45' }, wms: { sku: 'SKU-7', heldUnits: 0 } }],
  ])('is none where %s', (_what, type, facts) => {
    expect(wished(type, { facts, sets: ROWS[type]?.sets ?? '01' })).toEqual([]);
  });
});

describe('a new promise date', () => {
  const order = { erp: { order: '45', promisedAt: '2026-03-05T13:00:00.000Z' } };
  const promised = (expectedAt: string, buffer?: string) =>
    wished('promise_date', { facts: order, record: { expectedAt } }, buffer).map(({ change }) => change['promisedAt']);

  it.each([
    ['the next full hour', '2026-03-05T13:00:01.000Z', undefined, '2026-03-05T14:00:00.000Z'],
    ['the hour itself where it is full', '2026-03-05T14:00:00.000Z', undefined, '2026-03-05T14:00:00.000Z'],
    ['with the buffer of the rule', '2026-03-05T13:30:00.000Z', 'PT4H', '2026-03-05T18:00:00.000Z'],
  ] as const)('is %s', (_what, expectedAt, buffer, at) => {
    expect(promised(expectedAt, buffer)).toEqual([at]);
  });

  it('is none where the customer has that date or a later one: nobody is promised less for nothing', () => {
    expect(promised('2026-03-05T13:00:00.000Z')).toEqual([]);
    expect(promised('2026-03-05T12:00:00.000Z')).toEqual([]);
  });

  it('goes by what was reported on the case before what the transport system says', () => {
    const facts = { ...order, tms: { estimatedArrival: '2026-03-09T08:00:00.000Z' } };
    expect(wished('promise_date', { facts, record: { expectedAt: '2026-03-06T08:00:00.000Z' } })).toMatchObject([
      { change: { promisedAt: '2026-03-06T08:00:00.000Z' } },
    ]);
  });
});

describe('the review of a penalty that the late-shipment playbook asks finance for', () => {
  const record = openCase({ state: 'triaged', type: 'transport.delay', references: [reference('shipment', 'SHP-1')] });
  const asked = (said: Said) => {
    const sets = setsOf(said);
    const seen = buildImpactFacts(record, sets, defaultPack(), AT);
    return proposeActions(record, sets, seen, defaultPack()).filter(({ type }) => type === 'penalty_review').length;
  };
  const crm = { penalty: EUR('1200') };
  const erp = { promisedAt: '2026-03-04T12:00:00Z' };
  const arriving = (estimatedArrival: string): Said => ({ crm, erp, tms: { estimatedArrival } });

  it.each<[string, Said, number]>([
    ['the contract has one, and nobody knows when the goods come', { crm }, 1],
    [
      'the contract has one, and nobody knows until when they were promised',
      { crm, tms: { estimatedArrival: '2026-03-04T12:00:00Z' } },
      1,
    ],
    ['they come a minute after the promise', arriving('2026-03-04T12:01:00Z'), 1],
    ['they come just as promised: none is due', arriving('2026-03-04T12:00:00Z'), 0],
    ['the contract has none', { crm: { tier: 'gold' } }, 0],
    ['it is of nothing', { crm: { penalty: EUR('0') } }, 0],
  ])('%s', (_what, said, reviews) => {
    expect(asked(said)).toBe(reviews);
  });
});

describe('what a wish is about', () => {
  const container = reference('container', 'MSKU1');
  const tracking = reference('tracking', '1Z');
  const [order, shipment] = [reference('order', '45'), reference('shipment', 'SHP-1')];
  const about = (references: Case['references']) =>
    wished('service_case', { facts: {}, record: { references } }).map(({ change }) => change['reference']);

  it('is for the agent of a customer the shipment, then its tracking number, then the order, then the container', () => {
    expect(about([container, order, tracking, shipment])).toEqual(['SHP-1']);
    expect(about([container, order, tracking])).toEqual(['1Z']);
    expect(about([container, order])).toEqual(['45']);
    expect(about([container])).toEqual(['MSKU1']);
    expect(about([reference('invoice', 'INV-9')])).toEqual([]);
  });

  it('has a title of 200 characters at most', () => {
    const [wish] = wished('service_case', {
      facts: {},
      record: { references: [shipment], title: 'x'.repeat(300) },
    });
    expect(wish?.change['title']).toBe('x'.repeat(200));
  });

  it('is for a document the declaration, then the shipment, the container, the tracking number; never the order', () => {
    const facts: Said = {
      trade: { missingDocuments: ['licence'] },
      documents: { documentIds: ['D1'], documentKinds: ['licence'] },
    };
    const attached = (references: Case['references']) =>
      wished('document_attachment', { facts, record: { references } }).map(({ change }) => change['reference']);
    expect(attached([tracking, container, shipment])).toEqual(['SHP-1']);
    expect(attached([tracking, container])).toEqual(['MSKU1']);
    expect(attached([order, tracking])).toEqual(['1Z']);
    expect(attached([order])).toEqual([]);
  });
});

describe('stock for a site that is short', () => {
  const from = (...sites: readonly string[]) =>
    wished('stock_reallocation', {
      facts: { wms: { sku: 'SKU-7', shortSite: 'Ghent', shortUnits: 30, sites: [...sites] } },
    }).map(({ change }) => change['fromSite']);

  it.each([
    ['exactly enough is enough', ['Lyon: 30'], ['Lyon']],
    ['one short is not', ['Lyon: 29'], []],
    ['the first that has enough: those with most come first', ['Lyon: 20', 'Turin: 50', 'Basel: 40'], ['Turin']],
    ['a site whose name has a colon', ['DC: North: 40'], ['DC: North']],
    ['what is no line of stock is passed over', ['Lyon', 'Turin: 400 kg', 'Basel: 40'], ['Basel']],
  ])('%s', (_what, sites, site) => {
    expect(from(...sites)).toEqual(site);
  });
});

describe('what the systems said', () => {
  const facts = knownFacts(setsOf({ erp: { text: 'a', number: 7, texts: ['a'], money: EUR('9') } }));

  it('is known by its name and kind, and passed over where it is of another kind', () => {
    const kinds = ['text', 'number', 'texts', 'money'] as const;
    expect(kinds.map((name) => facts.text('erp', name))).toEqual(['a', undefined, undefined, undefined]);
    expect(kinds.map((name) => facts.number('erp', name))).toEqual([undefined, 7, undefined, undefined]);
    expect(kinds.map((name) => facts.texts('erp', name))).toEqual([[], [], ['a'], []]);
    expect(kinds.map((name) => facts.money('erp', name))).toEqual([undefined, undefined, undefined, EUR('9')]);
  });

  it('is that of the system that was asked, and nothing where it has not answered', () => {
    expect(facts.text('tms', 'text')).toBeUndefined();
    expect(knownFacts(setsOf({ erp: { text: 'a' } }, 'missing')).text('erp', 'text')).toBeUndefined();
    expect(knownFacts(setsOf({ erp: { text: 'a' } }, 'cached')).text('erp', 'text')).toBe('a');
  });
});

describe('a playbook', () => {
  const standard = defaultPack();
  const record = openCase({ state: 'triaged', type: 'cargo.damaged' });
  const seen = buildImpactFacts(record, [], standard, AT);
  const [task] = standard.playbooks[0]!.tasks;
  const pack = (changes: object): PolicyPack => ({
    ...standard,
    playbooks: [{ ...standard.playbooks[0]!, id: 'own', types: ['cargo.damaged'], ...changes }],
  });
  const due = pack({ tasks: [{ ...task!, due: 'PT4H' }] });

  it('sets its tasks with what the pack says of each, due from now on', () => {
    const { due: _due, ...terms } = task!;
    expect(startPlaybook(record, due, AT)).toEqual({
      id: 'own',
      tasks: [{ ...terms, dueAt: '2026-03-02T13:00:00.000Z' }],
    });
  });

  it('begins also where somebody has made a change by hand before, and once', () => {
    const begun = (id: string) => startPlaybook({ ...record, playbook: { id, tasks: 1, open: 1 } }, due, AT)?.id;
    expect(begun('by-hand')).toBe('own');
    expect(begun('own')).toBeUndefined();
    // The pack has changed since: whose tasks are set keeps them.
    expect(begun('of-before')).toBeUndefined();
  });

  it('may be absent for a type: no tasks, no changes', () => {
    const none = { ...standard, playbooks: [] };
    expect(startPlaybook(record, none, AT)).toBeUndefined();
    expect(proposeActions(record, [], seen, none)).toEqual([]);
  });

  it('wishes by itself only what has a condition, and where it holds: the rest is for people to propose', () => {
    const sets = setsOf({ erp: { order: '45' } });
    const wish = (when?: string) =>
      proposeActions(
        record,
        sets,
        seen,
        pack({ actions: [{ type: 'order_hold', sets: '01', ...(when === undefined ? {} : { when }) }] }),
      ).map(({ type }) => type);
    expect(wish('true')).toEqual(['order_hold']);
    expect(wish('false')).toEqual([]);
    expect(wish()).toEqual([]);
  });
});
