import type { Action, Case, FactSet } from '../../../lambdas/contracts/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { MadeAction } from '../../../lambdas/actions/make-action.ts';
import { makeAction } from '../../../lambdas/actions/make-action.ts';
import type { Proposal } from '../../../lambdas/actions/catalogue.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

export const AT = '2026-03-02T09:00:00.000Z';
export const ORDER = '4500017';
export const PROMISED = '2026-03-03T09:00:00.000Z';
export const WANTED = '2026-03-04T14:00:00.000Z';
export const pack = defaultPack();
export const record = openCase({ state: 'triaged', type: 'transport.delay' });
export const after = (minutes: number, at = AT): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** At least so much is at stake that somebody has to agree. */
export const LARGE = { amount: '45000.00', currency: 'EUR' };

export function proposal(changes: Partial<Proposal> = {}): Proposal {
  return {
    type: 'promise_date',
    title: `Promise order ${ORDER} for later`,
    system: 'erp',
    subject: ORDER,
    change: { promisedAt: WANTED },
    basis: { promisedAt: PROMISED },
    amount: { amount: '9000.00', currency: 'EUR' },
    ...changes,
  };
}

export function made(
  changes: Partial<Proposal> = {},
  takesPlace: { readonly replaced?: string; readonly undoes?: string } = {},
  of: Case = record,
): MadeAction {
  const by = { actor: { kind: 'system', id: 'playbook' }, cause: { kind: 'lifecycle', id: 'x' } } as const;
  return makeAction(of, proposal(changes), by, pack, AT, takesPlace);
}

/** Approved without anybody being asked, unless said otherwise. */
export const anAction = (changes: Partial<Action> = {}): Action => ({ ...made().action, ...changes });
export const otherId = deriveId('act', 'other');

/** An order whose shipment arrives after its promise. */
export const LATE: readonly FactSet[] = [
  {
    system: 'erp',
    state: 'live',
    askedAt: AT,
    observedAt: AT,
    facts: { order: ORDER, promisedAt: PROMISED, orderValue: { amount: '9000.00', currency: 'EUR' } },
  },
  {
    system: 'tms',
    state: 'live',
    askedAt: AT,
    observedAt: AT,
    facts: { estimatedArrival: '2026-03-04T09:30:00.000Z' },
  },
];
