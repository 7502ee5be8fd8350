import type { Rota } from '../../../lambdas/contracts/index.ts';

/** A desk of two who change each Monday at eight. */
export const rota = (changes: Partial<Rota> = {}): Rota => ({
  swaps: [],
  calendars: [],
  id: 'desk',
  zone: 'Europe/Berlin',
  layers: [{ id: 'all', people: ['anna', 'ben'], startsOn: '2026-01-05', rotation: 'weekly', handoverAt: '08:00' }],
  overrides: [],
  holidays: [],
  ...changes,
});

/** Office days of one person. */
export const office = {
  id: 'office',
  people: ['cleo'],
  startsOn: '2026-01-05',
  rotation: 'daily',
  handoverAt: '00:00',
  restrictions: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }],
} satisfies Rota['layers'][number];
