import { expect, it } from 'vitest';
import { decideIntake } from '../../../lambdas/intake/decide-intake.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from './signals.ts';

const published = { version: 'v', publishedAt: '2026-03-02T08:00:00.000Z', publishedBy: 'test', pack: defaultPack() };
const opened = (name: string, at = '2026-03-02T08:00:00.000Z'): string | undefined => {
  const known = { holders: new Map(), progress: [] };
  const decision = decideIntake(exception(name, [tracking('T1')]), known, { at, published });
  return decision.do === 'open' ? decision.record.id : undefined;
};

it('a report that is delivered twice opens the same case, so the two meet at it, too', () => {
  expect(opened('one')).toMatch(/^case_/);
  expect(opened('one', '2026-03-02T08:00:09.000Z')).toBe(opened('one'));
  expect(opened('other')).not.toBe(opened('one'));
});
