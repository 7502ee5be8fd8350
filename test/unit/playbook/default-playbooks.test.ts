import { describe, expect, test } from 'vitest';
import type { ActionType, SystemOfRecord, BusinessFunction } from '../../../lambdas/contracts/index.ts';
import { playbookOf } from '../../../lambdas/playbook/index.ts';
import { startPlaybook } from '../../../lambdas/playbook/start-playbook.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

interface Row {
  readonly types: readonly string[];
  readonly asks: readonly SystemOfRecord[];
  /** What has to be in the playbook, with the function whose task it is. */
  readonly tasks: readonly (readonly [words: RegExp, owner: BusinessFunction])[];
  readonly actions: readonly ActionType[];
  readonly told: readonly string[];
  /** Functions that hear of their task though others own the case; absent: none. */
  readonly announced?: string;
  /** Whom its task asks by a link, and for what; absent: nobody outside is asked. */
  readonly partner?: string;
}

/** The playbook table of the design, row by row. */
const rows: Readonly<Record<string, Row>> = {
  'inventory shortfall': {
    types: ['inventory.shortfall'],
    asks: ['erp', 'wms'],
    tasks: [
      [/substitutes and stock at other sites/, 'fulfilment'],
      [/purchase orders can come earlier/, 'procurement'],
      [/fulfilment lead/, 'fulfilment'],
    ],
    actions: ['stock_reallocation'],
    announced: 'fulfilment at_once',
    told: ['account team'],
  },
  'missed milestone or delay': {
    types: ['transport.milestone_missed', 'transport.delay'],
    asks: ['tms', 'crm', 'erp'],
    tasks: [
      [/new time of arrival/, 'transport_planning'],
      [/service case/, 'customer_service'],
      [/penalty/, 'finance'],
    ],
    actions: ['promise_date', 'service_case', 'penalty_review', 'customer_message'],
    told: ['customer'],
    partner: 'carrier arrival',
  },
  'disputed proof or invoice': {
    types: ['finance.pod_dispute', 'finance.invoice_dispute'],
    asks: ['tms', 'erp'],
    tasks: [
      [/proof of delivery/, 'logistics'],
      [/validation/, 'accounts_payable'],
    ],
    actions: ['payment_hold'],
    told: [],
    partner: 'carrier document',
  },
  'customs hold': {
    types: ['compliance.customs_hold', 'compliance.document_missing'],
    asks: ['trade', 'erp', 'documents'],
    tasks: [
      [/authority wants/, 'trade_compliance'],
      [/documents that are missing/, 'trade_compliance'],
      [/account team/, 'account_management'],
      [/last free day/, 'logistics'],
    ],
    actions: ['document_attachment'],
    announced: 'account_management at_once',
    told: ['account team'],
    partner: 'broker document',
  },
  'failed delivery': {
    types: ['transport.delivery_failed'],
    asks: ['tms', 'crm'],
    tasks: [
      [/address/, 'customer_service'],
      [/new slot/, 'customer_service'],
      [/redelivery or the return/, 'transport_planning'],
    ],
    actions: ['reroute'],
    told: ['customer'],
  },
  'capacity rejection': {
    types: ['transport.capacity_rejected'],
    asks: ['tms'],
    tasks: [
      [/next carrier/, 'transport_planning'],
      [/expedite/, 'transport_planning'],
      [/account team when the promise is in danger/, 'account_management'],
    ],
    actions: ['carrier_change', 'expedite'],
    announced: 'account_management when_promise_is_near',
    told: ['account team'],
    partner: 'carrier words',
  },
  'supplier shortfall': {
    types: ['supply.shortfall', 'supply.late'],
    asks: ['erp', 'wms'],
    tasks: [
      [/Review with the supplier/, 'procurement'],
      [/another supplier or allocate/, 'procurement'],
      [/date of the stock-out/, 'fulfilment'],
    ],
    actions: ['supplier_allocation'],
    announced: 'fulfilment at_once',
    told: ['demand owners'],
    partner: 'supplier arrival',
  },
  'damage, loss, temperature': {
    types: ['cargo.damaged', 'cargo.temperature_excursion', 'transport.lost'],
    asks: ['tms', 'wms'],
    tasks: [
      [/Hold the goods/, 'warehouse'],
      [/Inspect, with photos/, 'logistics'],
      [/claim file and note its deadline/, 'finance'],
      [/replacement/, 'customer_service'],
    ],
    actions: ['order_hold', 'replacement_order'],
    told: ['customer'],
    partner: 'carrier document',
  },
};

const pack = defaultPack();
const cases = Object.entries(rows).flatMap(([name, row]) => row.types.map((type) => [name, type, row] as const));

describe('the playbooks of the default pack', () => {
  test.each(cases)('%s: %s', (_name, type, row) => {
    const playbook = playbookOf(type, pack);
    for (const [words, owner] of row.tasks)
      expect(playbook?.tasks.filter((task) => words.test(task.title) && task.function === owner)).not.toEqual([]);
    expect(playbook?.actions.map((action) => action.type)).toEqual(expect.arrayContaining([...row.actions]));
    expect(playbook?.messages.map(({ audience }) => audience)).toEqual(expect.arrayContaining([...row.told]));
    const asked = (playbook?.tasks ?? []).flatMap(({ partner }) =>
      partner === undefined ? [] : [`${partner.who} ${partner.wants}`],
    );
    expect(asked).toEqual(row.partner === undefined ? [] : [row.partner]);
    const announced = (playbook?.tasks ?? []).flatMap(({ function: name, announce }) =>
      announce === undefined ? [] : [`${name} ${announce}`],
    );
    expect(announced).toEqual(row.announced === undefined ? [] : [row.announced]);
    expect(pack.types[type]?.facts).toEqual(expect.arrayContaining([...row.asks]));
  });

  test('leave no type without one, and no task to a function without a team', () => {
    for (const type of Object.keys(pack.types))
      for (const task of playbookOf(type, pack)?.tasks ?? [{ function: 'nobody' } as const])
        expect(Object.keys(pack.ownership.byFunction), type).toContain(task.function);
  });

  test('begin once for each time that a case is open: tasks that somebody has done are not set again', () => {
    const record = openCase({ state: 'triaged' });
    const playbook = startPlaybook(record, pack, record.openedAt);
    expect(playbook?.tasks.length).toBeGreaterThan(0);
    const started = { ...record, playbook: { id: playbook!.id, tasks: 3, open: 1 } };
    expect(startPlaybook(started, pack, record.openedAt)).toBeUndefined();
  });

  test('money is asked for before it is spent: expediting has a limit and an approval', () => {
    expect(pack.governance.find(({ action }) => action === 'expedite')).toMatchObject({
      automaticUpTo: expect.any(Number),
      approval: { count: 1 },
    });
  });
});
