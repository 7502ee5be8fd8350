import type { StockOut } from '../../lambdas/contracts/index.ts';

export const waitingOrder = (document: string): StockOut['orders'][number] => ({
  document,
  isOrder: true,
  units: 70,
  missingUnits: 30,
  on: '2026-03-09',
});

export const stockOut = (changes: Partial<StockOut> = {}): StockOut => ({
  material: 'M-1',
  site: '1010',
  issuer: 'erp',
  state: 'runs_out',
  arrivesOn: '2026-03-13',
  on: '2026-03-09',
  unit: 'KG',
  missingUnits: 30,
  orders: [waitingOrder('4712')],
  ...changes,
});
