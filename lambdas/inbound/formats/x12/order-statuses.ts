import type { SubjectReference } from '../../../contracts/index.ts';
import { orderStatus } from './codes/line-status.ts';
import type { LineStatus } from './codes/line-status.ts';
import type { Finding } from './report-document.ts';

const TROUBLE: Readonly<Record<Exclude<LineStatus['says'], 'fine'>, string>> = {
  short: 'supply.shortfall',
  late: 'supply.late',
  damaged: 'cargo.damaged',
};

/** What X12 368 says of a supplier's shipment, order or line, where it says that something is wrong; `beside` is what is said with it. */
export function statusFindings(
  code: string | undefined,
  name: string,
  references: readonly SubjectReference[],
  beside = '',
): readonly Finding[] {
  const status = orderStatus.get(code ?? '');
  if (status === undefined || status.says === 'fine') return [];
  return [
    {
      trouble: TROUBLE[status.says],
      reason: { scheme: 'x12:368', code: code ?? '', text: status.meaning },
      says: `${name}: ${status.meaning}${beside}.`,
      references,
    },
  ];
}
