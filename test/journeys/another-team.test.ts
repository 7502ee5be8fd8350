import { expect, test } from 'vitest';
import { ROUTES } from '../../lambdas/contracts/api/routes.ts';
import type { Happening } from '../../lambdas/contracts/index.ts';
import { knowShipment } from '../support/journey.ts';
import { changedPack, defaultPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

/**
 * What holds for the case of another team (ADR 0034): rights do not stop at a team, and the journal says who has acted; what is bound to a function stays with
 * its people. Each call that acts on a case is tried here, so that one that is added is decided on.
 */

const reason = 'Talked to the warehouse';
const CASE = '/v1/cases/{caseId}/';
/** For those who run the system, whose team is none. */
const OF_NO_TEAM: readonly string[] = [`${CASE}erase`];

interface Given {
  /** Another case. */
  readonly other: string;
  readonly until: string;
}
/** Jonas is of the transport desk, Inês leads operations, Tom approves for finance, Amélie for customer service. */
type Who = 'responder' | 'lead' | 'treasurer' | 'approver';
/** As what it is refused, though their role may, and in which words. */
interface Refused {
  readonly title: string;
  readonly detail: RegExp;
}
type Step = readonly [who: Who, call: string, body: object, outcome: Happening['what'] | Refused];

const taskOfOthers: Refused = { title: 'A task of others', detail: /^Only finance ends/ };
const approvalOfOthers: Refused = { title: 'Not allowed', detail: /^(?!None of your roles)/ };
const notNow: Refused = { title: 'Not possible in this state', detail: /./ };
const noIncident: Refused = { title: 'The request does not fit', detail: /^It is no incident/ };

/** In an order in which each is possible; `{taskId:inspect}` is the task of that name. */
const stepsOf = ({ until, other }: Given): readonly Step[] => {
  const promise = (days: number) => ({
    type: 'promise_date',
    promisedAt: new Date(Date.parse(until) + days * 24 * HOUR).toISOString(),
    reason,
  });
  return [
    ['responder', 'acknowledge', {}, 'CaseAcknowledged'],
    ['responder', 'start', {}, 'WorkStarted'],
    ['responder', 'notes', { text: reason }, 'NoteAdded'],
    ['responder', 'tasks/{taskId:quarantine}/block', { note: reason }, 'TaskBlocked'],
    ['responder', 'tasks/{taskId:quarantine}/open', { note: reason }, 'TaskOpened'],
    ['responder', 'tasks/{taskId:quarantine}/done', {}, 'TaskEnded'],
    ['responder', 'tasks/{taskId:inspect}/tick', { items: ['photos', 'count', 'log'] }, 'TaskChecked'],
    ['responder', 'tasks/{taskId:inspect}/untick', { items: ['count'] }, 'TaskChecked'],
    ['responder', 'tasks/{taskId:ask-carrier}/not-needed', { note: reason }, 'TaskEnded'],
    // The claim is for finance. Who may waive a task needs no function.
    ['responder', 'tasks/{taskId:claim}/done', {}, taskOfOthers],
    ['lead', 'tasks/{taskId:claim}/done', {}, taskOfOthers],
    ['lead', 'tasks/{taskId:claim}/waive', { note: reason }, 'TaskEnded'],
    ['lead', 'tasks/{taskId:inspect}/waive', { note: reason }, 'TaskEnded'],
    ['responder', 'actions', promise(4), 'ActionProposed'],
    ['treasurer', 'actions/{actionId}/approve', {}, approvalOfOthers],
    ['treasurer', 'actions/{actionId}/refuse', {}, approvalOfOthers],
    ['approver', 'actions/{actionId}/refuse', {}, 'ActionRefused'],
    ['lead', 'actions/{actionId}/retry', {}, notNow],
    ['responder', 'actions', promise(5), 'ActionProposed'],
    ['approver', 'actions/{actionId}/approve', {}, 'ActionApproved'],
    ['responder', 'actions/{actionId}/undo', { reason }, 'ActionProposed'],
    ['responder', 'ask-partner', { partner: 'Northline', address: 'desk@carrier.example' }, 'PartnerAsked'],
    ['responder', 'revoke-partner-link', {}, 'PartnerLinkRevoked'],
    ['responder', 'pause', { waitingFor: 'carrier', until, reason }, 'ClocksPaused'],
    ['responder', 'resume', { reason }, 'ClocksResumed'],
    ['responder', 'customer-told', {}, 'CustomerTold'],
    ['responder', 'escalate', { reason }, 'EscalatedByHand'],
    ['responder', 'snooze', { until, reason }, 'CaseSnoozed'],
    ['responder', 'end-snooze', { reason }, 'SnoozeEnded'],
    ['lead', 'severity', { level: 'S3', reason }, 'SeverityChanged'],
    ['responder', 'assign', { team: 'transport-desk', reason }, 'OwnerNamed'],
    ['responder', 'resolve', { resolution: 'solved' }, 'CaseResolved'],
    ['responder', 'reopen', { reason }, 'CaseReopened'],
    // It is no incident and of none: refused for that, and not for its team.
    ['lead', 'split', { cases: [other], reason }, notNow],
    ['lead', 'move', { to: other, reason }, noIncident],
    ['lead', 'merge', { into: other, reason }, 'CaseMerged'],
    // The other one: this is over.
    ['lead', 'withdraw', { reason }, 'CaseWithdrawn'],
  ];
};

test('each act on the case of another team is allowed or refused as on one of the own, and the journal says who has acted', async () => {
  // Damaged goods are for a team of whose rota none of those is who act here.
  const packDirectory = changedPack({
    'organisation.yaml': (text) => text.replace('logistics: logistics', 'logistics: procurement'),
  });
  const world = await openWorld({ startAt: '2026-03-24T09:00:00Z', packDirectory });
  for (const shipment of ['SO-88213', 'SO-88214']) {
    knowShipment(world, shipment, 'S1');
    world.partners.erp.change(shipment, { TotalNetAmount: '90000.00' });
    await world.postSignal({
      kind: 'exception',
      type: 'cargo.damaged',
      references: [{ kind: 'shipment', value: shipment }],
      occurredAt: '2026-03-24T08:30:00Z',
    });
    await world.advance(MINUTE);
  }
  const [id = '', other = ''] = (await world.cases()).map((record) => record.id);
  const recordNow = async () => (await world.cases()).find((record) => record.id === id);
  expect((await recordNow())?.owner?.team).toBe('procurement');
  const onDuty = defaultPack()
    .rotas.find((rota) => rota.id === 'procurement')
    ?.layers.flatMap(({ people }) => people);
  const actors = ['responder', 'lead', 'treasurer', 'approver'] as const;
  expect(actors.filter((who) => onDuty?.includes(PEOPLE[who].person))).toEqual([]);

  const until = new Date(world.now() + 12 * HOUR).toISOString();
  const steps = stepsOf({ other, until });
  let actionId = '';
  let linkId = '';
  for (const [who, call, given, outcome] of steps) {
    const path = call.replace(/\{taskId:(.*?)\}/, '$1').replace('{actionId}', actionId);
    const body = call === 'revoke-partner-link' ? { linkId } : given;
    const acted = call === 'withdraw' ? other : id;
    const before = await world.journal(acted);
    const { status, json } = await world.as(PEOPLE[who].email).post(`/v1/cases/${acted}/${path}`, body);
    const said = (await world.journal(acted)).slice(before.length);
    if (typeof outcome === 'string') {
      expect([call, status, json.detail]).toEqual([call, 200, undefined]);
      const own = said.find(({ happening }) => happening.what === outcome);
      expect([call, own?.actor, own?.touch]).toEqual([call, { kind: 'person', id: PEOPLE[who].person }, true]);
    } else {
      expect([call, json.title]).toEqual([call, outcome.title]);
      expect(json.detail).toMatch(outcome.detail);
      expect(said).toEqual([]);
    }
    actionId = call === 'actions' ? json.action.id : actionId;
    linkId = json.linkId ?? linkId;
    await world.advance(MINUTE);
  }

  const tried = new Set<string>(steps.map(([, call]) => `POST ${CASE}${call.replace(/\{taskId:.*?\}/, '{taskId}')}`));
  const acts = Object.keys(ROUTES).filter((name) => name.startsWith(`POST ${CASE}`));
  expect(acts.filter((name) => !tried.has(name))).toEqual(OF_NO_TEAM.map((path) => `POST ${path}`));
});
