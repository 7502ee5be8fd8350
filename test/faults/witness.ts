import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { journalEntry, jsonIn, notice, sha256Hex } from '../../lambdas/contracts/index.ts';
import { addressDigest } from '../../lambdas/customers/decide-customer-message.ts';
import type { Interceptor } from '../../local/kernel/kernel.ts';
import type { Told } from '../support/world.ts';
import type { Moment } from './history.ts';

export interface Witness {
  readonly intercept: Interceptor;
  told(told: Told): void;
  /** Looks at what a partner has answered: a write that it took is a moment. */
  answered(request: Request, response: Response): Promise<void>;
  /** In the order in which it happened. */
  moments(): readonly Moment[];
}

/**
 * Sees what is committed, in the order of the commits, without asking the application. A call runs at once when it is made, so its place in the order is
 * taken then, and kept if it turns out to have succeeded.
 */
export function createWitness(now: () => number): Witness {
  const seen: { readonly position: number; readonly moment: Moment }[] = [];
  let position = 0;
  return {
    intercept: async (call, proceed) => {
      if (!SEEN.has(call.operation)) return proceed();
      const running = proceed();
      const mine = position++;
      const at = now();
      const output = await running;
      for (const moment of momentsOf(call.input, at)) seen.push({ position: mine, moment });
      return output;
    },
    told: ({ at, channel, noticeId }) => {
      // An answer to somebody's reply: nobody has promised it.
      if (noticeId === undefined) return;
      seen.push({ position: position++, moment: { what: 'told', at, noticeId, channel } });
    },
    answered: async (request, response) => {
      if (!response.ok) return;
      const noticeId = request.headers.get('webhook-id');
      if (noticeId !== null)
        seen.push({ position: position++, moment: { what: 'told', at: now(), noticeId, channel: 'webhook' } });
      if (request.method !== 'PATCH') return;
      const key = keyOf(request.headers);
      const mine = position++;
      const subject = decodeURIComponent(new URL(request.url).pathname);
      const written = { subject, values: await request.text(), key, etag: response.headers.get('etag') ?? '' };
      seen.push({ position: mine, moment: { what: 'written', at: now(), ...written } });
    },
    moments: () => seen.toSorted((one, other) => one.position - other.position).map(({ moment }) => moment),
  };
}

const SEEN: ReadonlySet<string> = new Set(['TransactWriteItems', 'UpdateItem', 'PutItem', 'SendEmail', 'Publish']);

/** Where each system is told which of our actions a change is. */
function keyOf(headers: Headers): string {
  const client = headers.get('sforce-call-options')?.replace('client=', '');
  return headers.get('idempotency-key') ?? headers.get('x-correlationid') ?? client ?? '';
}

function momentsOf(input: any, at: number): readonly Moment[] {
  if (input.EmailTags !== undefined) return mailedIn(input, at);
  if (input.TopicArn !== undefined) return publishedIn(input, at);
  const [, address] = /^OPTOUT#(.+)$/.exec(input.Item?.pk?.S ?? '') ?? [];
  if (address !== undefined) return input.Item.wants?.S === 'no-mail' ? [{ what: 'opted-out', at, address }] : [];
  const change = input.ExpressionAttributeValues;
  if (change?.[':next']?.S === 'claimed' && change[':after'] !== undefined) {
    const { id, possiblyRepeated } = notice.parse(JSON.parse(change[':after'].S));
    // The channel has said that it did nothing: the hand-over counts as not begun. One that may have arrived counts.
    return possiblyRepeated ? [] : [{ what: 'taken-back', at, noticeId: id }];
  }
  return (input.TransactItems ?? []).flatMap((item: any): Moment[] => {
    if (item.Put?.Item?.entry?.S !== undefined) {
      return [{ what: 'entry', at, entry: journalEntry.parse(JSON.parse(item.Put.Item.entry.S)) }];
    }
    const values = item.Update?.ExpressionAttributeValues;
    if (values?.[':after'] === undefined || values[':next'] === undefined) return [];
    const { after, next } = { after: unmarshall(values)[':after'], next: unmarshall(values)[':next'] };
    return next === 'sending' ? [{ what: 'begun', at, notice: notice.parse(JSON.parse(after)) }] : [];
  });
}

const news = z.strictObject({ what: z.string(), at: z.string(), case: z.looseObject({ id: z.string() }) });

/** Orders to call somebody go by a topic of their own, and say something else. */
function publishedIn({ Message }: any, at: number): readonly Moment[] {
  const { data } = news.safeParse(jsonIn(Message));
  return data === undefined
    ? []
    : [{ what: 'published', at, caseId: data.case.id, happening: data.what, entryAt: data.at }];
}

/** To whom it is, only as a digest: an opt-out says no more either. */
function mailedIn({ EmailTags, Destination, Content }: any, at: number): readonly Moment[] {
  const tagged = (...names: readonly string[]): string | undefined =>
    EmailTags.find(({ Name }: any) => names.includes(Name))?.Value;
  const about = tagged('action', 'partner');
  if (about === undefined) return [];
  const { Subject, Body } = Content.Simple;
  // The link is another one for each.
  const words = sha256Hex(`${Subject.Data} ${Body.Text.Data.replaceAll(/https:\S+/g, '')}`);
  return [
    { what: 'mailed', at, about, caseId: tagged('case') ?? '', to: addressDigest(Destination.ToAddresses[0]), words },
  ];
}
