import { createPartners } from '../../local/partners/index.ts';
import type { PartnerEvent, PartnerOptions, Partners } from '../../local/partners/index.ts';

export const NOW = Date.parse('2026-03-02T09:00:00Z');
export const KEY = { authorization: 'Bearer key' };

export interface TestWorld {
  readonly partners: Partners;
  readonly slept: number[];
  readonly events: PartnerEvent[];
  readonly clock: { now: number };
  /** In process; `erp/odata/…` is asked of erp.partner.test. */
  readonly ask: (target: string, init?: RequestInit) => Promise<Response>;
}

export function openPartners(options: Pick<PartnerOptions, 'offers' | 'keep'> = {}): TestWorld {
  const clock = { now: NOW };
  const slept: number[] = [];
  const events: PartnerEvent[] = [];
  const partners = createPartners({
    ...options,
    now: () => clock.now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      clock.now += milliseconds;
    },
    onEvent: (event) => events.push(event),
  });
  return {
    partners,
    slept,
    events,
    clock,
    ask: (target, init = {}) => {
      const [name, ...path] = target.split('/');
      return partners.handle(
        new Request(`http://${name ?? ''}.partner.test/${path.join('/')}`, {
          ...init,
          headers: init.headers ?? KEY,
        }),
      );
    },
  };
}

export async function bodyOf(response: Promise<Response> | Response): Promise<any> {
  return (await response).json();
}

export async function textOf(response: Promise<Response> | Response): Promise<string> {
  return (await response).text();
}
