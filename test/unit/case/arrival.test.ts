import { describe, expect, it } from 'vitest';
import { afterRetraction, heardOfArrival, sinceTheEnd } from '../../../lambdas/case/arrival.ts';
import { arrivalIn } from '../../../lambdas/foresight/expected-arrival.ts';
import { openCase } from '../../support/case.ts';
import { exception, shipment } from '../intake/signals.ts';

const at = (hour: number): string => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`;
const said = (expectedAt: string, saidAt: string) => ({ expectedAt, saidAt });
const known = openCase({ expectedAt: at(20), expectedSaidAt: at(10) });

describe('when the goods come', () => {
  it('is what was said last, and not what arrived last', () => {
    expect(heardOfArrival(openCase(), said(at(20), at(10)))).toMatchObject({
      expectedAt: at(20),
      expectedSaidAt: at(10),
    });
    expect(heardOfArrival(known, said(at(23), at(11)))).toMatchObject({ expectedAt: at(23), expectedSaidAt: at(11) });
    expect(heardOfArrival(known, said(at(18), at(9)))).toEqual(known);
    // Two of one moment: the one that came later.
    expect(heardOfArrival(known, said(at(22), at(10)))).toMatchObject({ expectedAt: at(22) });
    expect(heardOfArrival(known, undefined)).toEqual(known);
  });

  it('is not known any more where a report was taken back, but for what a partner has answered', () => {
    expect(afterRetraction(known)).not.toHaveProperty('expectedAt');
    expect(afterRetraction(known)).not.toHaveProperty('expectedSaidAt');
    const partner = { linkId: `plk_${'0'.repeat(32)}`, partner: 'Northline', at: at(10), arrivesAt: at(20) };
    expect(afterRetraction({ ...known, partner })).toMatchObject({ expectedAt: at(20) });
    expect(afterRetraction({ ...known, partner: { ...partner, arrivesAt: at(19) } })).not.toHaveProperty('expectedAt');
  });

  it('is about this time when the trouble comes back', () => {
    expect(sinceTheEnd({ ...known, resolvedAt: at(11) })).not.toHaveProperty('expectedAt');
    expect(sinceTheEnd({ ...known, withdrawnAt: at(11) })).not.toHaveProperty('expectedAt');
    expect(sinceTheEnd({ ...known, resolvedAt: at(9) })).toMatchObject({ expectedAt: at(20) });
    expect(sinceTheEnd(known)).not.toHaveProperty('expectedAt');
  });

  it('stands in a report of what is expected: beside its own time, or as that', () => {
    const report = (milestone: object, occurredAt = '2026-03-02T09:00:00+01:00') =>
      arrivalIn(exception('late', [shipment('SO-1')], { milestone: milestone as never, occurredAt }));
    const estimated = { name: 'delivered', at: 'estimated' };
    expect(report({ ...estimated, expectedAt: '2026-03-05T10:00:00+01:00' })).toEqual(
      said('2026-03-05T10:00:00+01:00', at(8)),
    );
    // Received at 08:00 UTC.
    expect(report(estimated, '2026-03-04T10:00:00+01:00')).toEqual(said('2026-03-04T10:00:00+01:00', at(8)));
    expect(report(estimated, '2026-03-01T10:00:00+01:00')).toBeUndefined();
    expect(report({ ...estimated, at: 'actual', expectedAt: at(20) })).toBeUndefined();
    expect(report({ ...estimated, name: 'departed', expectedAt: at(20) })).toBeUndefined();
    expect(arrivalIn(exception('late', [shipment('SO-1')]))).toBeUndefined();
  });
});
