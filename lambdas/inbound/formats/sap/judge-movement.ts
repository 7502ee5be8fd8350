import { decimalOf } from '../decimals.ts';
import { field } from './documents-in.ts';
import type { SapDocument } from './documents-in.ts';
import { movements, reversedBy } from './movements.ts';
import { timeOf } from './read-times.ts';
import { quantitiesOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

interface Judged {
  readonly verdict: Verdict;
  readonly warning?: string;
}

/** A goods movement by its type. One that was cancelled since is what its reversal is. */
export function judgeMovement({ fields }: SapDocument, zone: string): Judged {
  const sent = field(fields, 'GoodsMovementType') ?? '';
  const code = fields.get('GoodsMovementIsCancelled') === 'true' ? (reversedBy.get(sent) ?? sent) : sent;
  const known = movements.get(code);
  const isCancelled = fields.get('GoodsMovementIsCancelled') === 'true';
  // A movement that is taken back and has no reversal of its own in the table has not happened.
  const happened = isCancelled && code === sent ? undefined : known;
  const unit = field(fields, 'EntryUnit', 'MaterialBaseUnit');
  const verdict: Verdict = {
    ...(happened?.trouble === undefined ? {} : { trouble: happened.trouble }),
    milestone: { name: happened?.milestone ?? 'other', at: 'actual' },
    reason: { scheme: 'sap:BWART', code: sent, text: known?.meaning ?? 'Movement type of the installation' },
    time: timeOf(fields, 'PostingDate', undefined, zone),
    quantities: quantitiesOf({ moved: decimalOf(field(fields, 'QuantityInEntryUnit', 'QuantityInBaseUnit')) }, unit),
  };
  if (known !== undefined || sent === '') return { verdict };
  return { verdict, warning: `movement type "${sent.slice(0, 10)}" is not one of SAP's own` };
}
