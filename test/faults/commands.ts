import { playbookIn } from '../../lambdas/contracts/index.ts';
import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';
import type { Plan } from './plan.ts';
import { customerOf, PARTNER } from './plan-agreements.ts';
import { elsewhere } from './plan-writes.ts';
import type { Deed } from './plan-deeds.ts';
import { SOURCES } from './say.ts';

type Person = keyof typeof PEOPLE;

/** A request to the API as a person makes it. */
export interface Command {
  readonly as: Person;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

const reason = { reason: 'Mrs Example asked for it.' };
const COLLEAGUES = ['jonas-weber', 'tom-baker', 'sofia-lindqvist'] as const;
/** Where a poisonous event ends, and where the rest ends most often. */
const QUEUES = [
  'inbound-intake',
  'inbound-intake',
  'engagement-slack-notices',
  'engagement-email-notices',
  'data-mail-arrivals',
] as const;
const LEVELS = ['S1', 'S2', 'S3'] as const;

/** What a deed asks of the API, about something that exists by now; undefined where there is nothing that it could be done to. */
export function commandOf(
  { does, toIncident }: Deed,
  seen: readonly JournalEntry[],
  world: World,
  dice: Dice,
  plan: Pick<Plan, 'shipments'>,
): Command | undefined {
  const pickOf = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : dice.pick(all));
  const opened = seen.flatMap(({ caseId, happening }) =>
    happening.what === 'CaseOpened' && (!toIncident || happening.signalId === undefined) ? [caseId] : [],
  );
  const onCase = (as: Person, verb: string, body: object = {}): Command | undefined => {
    const id = pickOf(opened);
    return id === undefined ? undefined : { as, method: 'POST', path: `/v1/cases/${id}/${verb}`, body };
  };
  const onAction = (as: Person, verb: string, body: object = {}): Command | undefined => {
    const found = pickOf(
      seen.flatMap((entry) =>
        entry.happening.what === 'ActionProposed' ? [{ entry, id: entry.happening.actionId }] : [],
      ),
    );
    if (found === undefined) return undefined;
    return { as, method: 'POST', path: `/v1/cases/${found.entry.caseId}/actions/${found.id}/${verb}`, body };
  };
  const onSource = (as: Person, method: Command['method'], rest: string, body?: object): Command => {
    const { id } = dice.pick([SOURCES.tms, SOURCES.erp, SOURCES.erp]);
    return { as, method, path: `/v1/sources/${id}${rest}`, ...(body === undefined ? {} : { body }) };
  };
  const inMinutes = (minutes: number): string => new Date(world.now() + minutes * 60_000).toISOString();

  switch (does) {
    case 'approve':
      return onAction('approver', 'approve');
    case 'refuse':
      return onAction('approver', 'refuse', { reason: 'It will be in time.' });
    case 'retry':
      return onAction('lead', 'retry');
    case 'propose by chief':
      // Somebody always has to approve it, and whoever proposes it might, were it not theirs.
      return onCase('chief', 'actions', {
        type: 'supplier_allocation',
        change: { supplier: 'Southline Components', sku: 'SKU-1', units: dice.between(1, 90) },
        amount: { amount: '900.00', currency: 'EUR' },
        ...reason,
      });
    case 'propose elsewhere':
      return onCase('responder', 'actions', { ...elsewhere(dice, dice.pick(plan.shipments).name), ...reason });
    case 'propose':
      return onCase('responder', 'actions', {
        type: 'promise_date',
        promisedAt: inMinutes(dice.between(1, 5) * 1440),
        ...reason,
      });
    case 'ask partner':
      return onCase('lead', 'ask-partner', {
        partner: 'Northline',
        address: PARTNER,
        asks: 'Is it with Mrs Example?',
        ...(dice.chance(0.5) ? { hours: 1 } : {}),
      });
    case 'revoke partner link': {
      const link = pickOf(
        seen.flatMap(({ caseId, happening }) =>
          happening.what === 'PartnerAsked' ? [{ caseId, linkId: happening.linkId }] : [],
        ),
      );
      if (link === undefined) return undefined;
      const path = `/v1/cases/${link.caseId}/revoke-partner-link`;
      return { as: 'lead', method: 'POST', path, body: { linkId: link.linkId } };
    }
    case 'enter opt-out': {
      const address = customerOf(dice.pick(plan.shipments).name);
      return {
        as: 'responder',
        method: 'POST',
        path: '/v1/customer-opt-outs',
        body: { ...reason, address, wants: 'no-mail' },
      };
    }
    case 'split':
    case 'merge':
    case 'move in':
    case 'move out':
      return groupingOf(does, opened, seen, dice);
    case 'silence':
      return {
        as: 'lead',
        method: 'POST',
        path: '/v1/silences',
        body: {
          ...reason,
          matcher: dice.pick([{ region: 'eu' }, { source: SOURCES.erp.id }, { type: 'transport.delay' }]),
          endsAt: inMinutes(dice.between(5, 90)),
        },
      };
    case 'end silence': {
      const id = pickOf(seen.flatMap(({ happening }) => (happening.what === 'CaseSilenced' ? happening.silences : [])));
      return id === undefined
        ? undefined
        : { as: 'lead', method: 'POST', path: `/v1/silences/${id}/end`, body: reason };
    }
    case 'notes':
      return onCase('responder', 'notes', { text: 'Spoke to Mrs Example on 555-0100.' });
    case 'resolve':
      return onCase('lead', 'resolve', { resolution: 'solved', note: 'Mrs Example has it.' });
    case 'snooze':
      return onCase('responder', 'snooze', { ...reason, until: inMinutes(dice.between(5, 60)) });
    case 'pause':
      return onCase(dice.pick(['lead', 'responder']), 'pause', {
        ...reason,
        waitingFor: dice.pick(['customer', 'carrier']),
        until: inMinutes(dice.between(2, 90)),
        ...(dice.chance(0.5)
          ? {
              clocks: dice.pick([
                ['acknowledge'],
                ['resolve', 'communicate'],
                ['acknowledge', 'resolve', 'communicate'],
              ]),
            }
          : {}),
      });
    case 'acknowledge many':
      return opened.length === 0
        ? undefined
        : { as: 'lead', method: 'POST', path: '/v1/bulk', body: { command: 'acknowledge', cases: opened.slice(-50) } };
    case 'resume':
      return onCase('lead', 'resume', reason);
    case 'customer-told':
      return onCase('responder', 'customer-told', { note: 'Told Mrs Example by phone.' });
    case 'assign':
      return onCase('lead', 'assign', { ...reason, person: dice.pick(COLLEAGUES) });
    case 'severity':
      return onCase('lead', 'severity', { ...reason, level: dice.pick(LEVELS) });
    case 'reopen':
    case 'escalate':
    case 'withdraw':
    case 'end-snooze':
      return onCase('lead', does, reason);
    case 'acknowledge':
    case 'start':
      return onCase(dice.pick(['lead', 'responder']), does);
    case 'withdraw what was written': {
      const id = pickOf(
        seen.flatMap(({ caseId, happening }) => (happening.what === 'ActionConfirmed' ? [caseId] : [])),
      );
      return id === undefined
        ? undefined
        : { as: 'lead', method: 'POST', path: `/v1/cases/${id}/withdraw`, body: reason };
    }
    case 'end task': {
      const task = pickOf(tasksIn(seen));
      if (task === undefined) return undefined;
      const verb = dice.pick(['done', 'not-needed']);
      return {
        as: 'responder',
        method: 'POST',
        path: `/v1/cases/${task.caseId}/tasks/${task.id}/${verb}`,
        body: { note: 'Mrs Example knows.' },
      };
    }
    case 'look': {
      const id = pickOf(opened);
      const rest = dice.pick(['', '/journal', '/tasks', '/actions']);
      return id === undefined ? undefined : { as: 'lead', method: 'GET', path: `/v1/cases/${id}${rest}` };
    }
    case 'look at letters':
      return { as: 'admin', method: 'GET', path: `/v1/dead-letters/${dice.pick(QUEUES)}` };
    case 'redrive':
      return { as: 'admin', method: 'POST', path: `/v1/dead-letters/${dice.pick(QUEUES)}/redrive`, body: {} };
    case 'look at source':
      return onSource('admin', 'GET', dice.pick(['', '/quarantine']));
    case 'replay quarantine':
      return onSource('admin', 'POST', '/replay-quarantine', {});
    default:
      return undefined;
  }
}

/** Cases that are made one, or several. Whether it is possible is for the API to say. */
function groupingOf(
  does: 'split' | 'merge' | 'move in' | 'move out',
  opened: readonly string[],
  seen: readonly JournalEntry[],
  dice: Dice,
): Command | undefined {
  const incidents = seen.flatMap(({ caseId, happening }) =>
    happening.what === 'CaseOpened' && happening.signalId === undefined ? [caseId] : [],
  );
  const parents = new Map<string, string>();
  for (const { caseId, happening } of seen) {
    if (happening.what === 'JoinedIncident') parents.set(caseId, happening.incidentId);
    if (happening.what === 'LeftIncident') parents.delete(caseId);
  }
  const on = (id: string, verb: string, body: object): Command => ({
    as: 'lead',
    method: 'POST',
    path: `/v1/cases/${id}/${verb}`,
    body: { ...reason, ...body },
  });
  if (opened.length === 0) return undefined;
  if (does === 'merge') return on(dice.pick(opened), 'merge', { into: dice.pick(opened) });
  if (does === 'move out') return on(dice.pick([...parents.keys(), ...opened]), 'move', {});
  if (incidents.length === 0) return undefined;
  const incident = dice.pick(incidents);
  if (does === 'move in') return on(dice.pick(opened), 'move', { to: incident });
  const children = [...parents].flatMap(([child, parent]) => (parent === incident ? [child] : []));
  if (children.length === 0) return undefined;
  const first = dice.between(0, children.length - 1);
  return on(incident, 'split', { cases: children.slice(first, first + dice.between(1, 8)) });
}

function tasksIn(seen: readonly JournalEntry[]): readonly { readonly caseId: string; readonly id: string }[] {
  return seen.flatMap(({ caseId, happening }) => {
    return (playbookIn(happening)?.tasks ?? []).map(({ id }) => ({ caseId, id }));
  });
}
