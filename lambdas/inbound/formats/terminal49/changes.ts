import * as z from 'zod';
import { shown } from '../look-up.ts';

const text = z.string().nullish().catch(undefined);
const hold = z.object({ name: text, status: text, description: text });
const fee = z.object({ type: text, name: text, amount: z.union([z.string(), z.number()]).nullish().catch(undefined) });
const items = <Item extends z.ZodType>(item: Item) => z.array(item).max(100).catch([]);
const changeset = z.object({
  holds_at_pod_terminal: z
    .tuple([items(hold), items(hold)])
    .optional()
    .catch(undefined),
  fees_at_pod_terminal: z
    .tuple([items(fee), items(fee)])
    .optional()
    .catch(undefined),
  available_for_pickup: z.tuple([z.unknown(), z.unknown()]).optional().catch(undefined),
  pickup_lfd: z.tuple([z.unknown(), z.unknown()]).optional().catch(undefined),
});

interface Change {
  readonly trouble?: string;
  readonly milestone?: {
    readonly name: 'available_for_delivery' | 'customs_released' | 'other';
    readonly at: 'actual';
  };
  readonly reason?: { readonly scheme: string; readonly code: string; readonly text?: string };
  readonly text: string;
}

/** Holds that an authority puts on a container; the others (freight, fees of the terminal and the port) are paid for, and free time runs meanwhile. */
const BY_AUTHORITY = /custom|usda|vacis|exam|cbp|document|agricultur|fda|coast/i;
/** Fees that grow by the day. */
const BY_THE_DAY = /demurrage|dwell|storage/i;

type Hold = z.infer<typeof hold>;
type Fee = z.infer<typeof fee>;

const isHeld = ({ status }: Hold): boolean => /^(hold|pending)$/i.test(status ?? '');
const isPending = ({ status }: Hold): boolean => /^pending$/i.test(status ?? '');

const isByAuthority = ({ name, description }: Hold): boolean => BY_AUTHORITY.test(`${name ?? ''} ${description ?? ''}`);

/** What has no name of its own is told from another of its kind by the terminal's words. */
const nameOf = ({ name, description }: Hold): string =>
  name === 'other' ? `other ${description ?? ''}` : (name ?? description ?? 'hold');

const said = ({ name, description }: Hold): string => description ?? name ?? 'hold';

/**
 * What a `container.updated` says: `[before, now]` of each field that has changed (Terminal49, webhook payloads; holds and fees). Only what is new is news, and each kind of it is news by
 * itself: who gets customs to release a container does not pay its demurrage.
 */
export function changesIn(sent: unknown): readonly Change[] {
  const parsed = changeset.safeParse(sent);
  if (!parsed.success) return [{ text: '' }];
  const { holds_at_pod_terminal: holds, fees_at_pod_terminal: fees, ...rest } = parsed.data;
  const news = [...newHolds(holds), ...released(holds), ...newFees(fees)];
  return news.length > 0 ? news : [otherwise(rest.available_for_pickup?.[1], rest.pickup_lfd?.[1])];
}

function newHolds([before, now]: readonly [Hold[], Hold[]] = [[], []]): readonly Change[] {
  const known = before.filter(isHeld);
  // A hold was only announced as long as it is pending.
  const isNew = (one: Hold): boolean =>
    !known.some((earlier) => nameOf(earlier) === nameOf(one) && (!isPending(earlier) || isPending(one)));
  const held = now.filter((one) => isHeld(one) && isNew(one));
  return [held.filter(isByAuthority), held.filter((one) => !isByAuthority(one))].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const reason = { scheme: 'terminal49:hold', code: shown(first.name ?? 'hold') };
    return {
      trouble: isByAuthority(first) ? 'compliance.customs_hold' : 'transport.detention',
      reason: first.description == null ? reason : { ...reason, text: first.description },
      text: `Held at the terminal: ${some.map(said).join(', ')}.`,
    };
  });
}

function released([before, now]: readonly [Hold[], Hold[]] = [[], []]): readonly Change[] {
  const held = (list: readonly Hold[]): readonly Hold[] => list.filter((one) => isHeld(one) && isByAuthority(one));
  const lifted = held(before);
  if (lifted.length === 0 || held(now).length > 0) return [];
  return [
    {
      milestone: { name: 'customs_released', at: 'actual' },
      text: `No longer held: ${lifted.map(said).join(', ')}.`,
    },
  ];
}

/** A fee of nothing has a name, and no amount yet: its free time still runs. */
function newFees([before, now]: readonly [Fee[], Fee[]] = [[], []]): readonly Change[] {
  const isCharged = ({ type, name, amount }: Fee): boolean =>
    BY_THE_DAY.test(type ?? name ?? '') && (amount == null || Number(amount) !== 0);
  const charged = new Set(before.filter(isCharged).map(({ type, name }) => type ?? name));
  const growing = now.find((one) => isCharged(one) && !charged.has(one.type ?? one.name));
  if (growing === undefined) return [];
  const code = shown(growing.type ?? growing.name ?? 'fee');
  return [
    {
      trouble: 'transport.detention',
      reason: { scheme: 'terminal49:fee', code },
      text: `The terminal charges ${code}${growing.amount == null ? '' : `: ${growing.amount}`}.`,
    },
  ];
}

function otherwise(isAvailable: unknown, freeDay: unknown): Change {
  const text = typeof freeDay === 'string' ? `The last free day is now ${shown(freeDay)}.` : '';
  return isAvailable === true ? { milestone: { name: 'available_for_delivery', at: 'actual' }, text } : { text };
}
