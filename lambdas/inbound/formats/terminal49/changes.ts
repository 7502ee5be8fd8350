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

const isHeld = ({ status }: z.infer<typeof hold>): boolean => /^(hold|pending)$/i.test(status ?? '');

const isByAuthority = ({ name, description }: z.infer<typeof hold>): boolean =>
  BY_AUTHORITY.test(`${name ?? ''} ${description ?? ''}`);

/** What a `container.updated` says: `[before, now]` of each field that has changed (Terminal49, webhook payloads; holds and fees). Only what is new is news. */
export function troubleOfChange(sent: unknown): Change {
  const parsed = changeset.safeParse(sent);
  if (!parsed.success) return { text: '' };
  const {
    holds_at_pod_terminal: holds,
    fees_at_pod_terminal: fees,
    available_for_pickup: available,
    pickup_lfd: freeDay,
  } = parsed.data;
  const before = new Set((holds?.[0] ?? []).filter(isHeld).map(({ name }) => name));
  const held = (holds?.[1] ?? []).filter((one) => isHeld(one) && !before.has(one.name));
  const first = held.find(isByAuthority) ?? held[0];
  if (first !== undefined) {
    const name = first.name ?? 'hold';
    return {
      trouble: isByAuthority(first) ? 'compliance.customs_hold' : 'transport.detention',
      reason: {
        scheme: 'terminal49:hold',
        code: shown(name),
        ...(first.description == null ? {} : { text: first.description }),
      },
      text: `Held at the terminal: ${held.map((one) => one.description ?? one.name ?? 'hold').join(', ')}.`,
    };
  }
  const now = new Set((holds?.[1] ?? []).filter(isHeld).map(({ name }) => name));
  const lifted = (holds?.[0] ?? []).filter((one) => isHeld(one) && isByAuthority(one) && !now.has(one.name));
  const isHeldStill = (holds?.[1] ?? []).some((one) => isHeld(one) && isByAuthority(one));
  if (lifted.length > 0 && !isHeldStill)
    return {
      milestone: { name: 'customs_released', at: 'actual' },
      text: `No longer held: ${lifted.map((one) => one.description ?? one.name ?? 'hold').join(', ')}.`,
    };
  const charged = new Set((fees?.[0] ?? []).map(({ type, name }) => type ?? name));
  const growing = (fees?.[1] ?? []).find(
    ({ type, name }) => BY_THE_DAY.test(type ?? name ?? '') && !charged.has(type ?? name),
  );
  if (growing !== undefined) {
    const code = shown(growing.type ?? growing.name ?? 'fee');
    return {
      trouble: 'transport.detention',
      reason: { scheme: 'terminal49:fee', code },
      text: `The terminal charges ${code}${growing.amount == null ? '' : `: ${growing.amount}`}.`,
    };
  }
  const day = typeof freeDay?.[1] === 'string' ? `The last free day is now ${shown(freeDay[1])}.` : '';
  if (available?.[1] === true) return { milestone: { name: 'available_for_delivery', at: 'actual' }, text: day };
  return { text: day };
}
