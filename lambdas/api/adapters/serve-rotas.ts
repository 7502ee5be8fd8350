import type { APIGatewayProxyResult } from 'aws-lambda';
import { stringify } from 'yaml';
import type * as z from 'zod';
import { absenceWish, calendarWish, ratesWish, rotaChangeRevocation, rotaChangeWish } from '../../contracts/index.ts';
import type { Result, RotaChange } from '../../contracts/index.ts';
import { rotaLook } from '../../contracts/api/requests.ts';
import { feedKeeper, policyProblem, readRates, rotaKeeper } from '../../policy/index.ts';
import { readCalendar } from '../../routing/index.ts';
import type { ChangeDecision } from '../../routing/index.ts';
import { answered, invalid, ok, refuse } from '../answer.ts';
import { commandOf, partOf, withBody } from './serve-routes.ts';
import type { Ask, Routes, Serve } from './serve-routes.ts';

/** Who is on duty, what people change of it, and calendars in and out. */
export function rotaRoutes(table: string, base: () => Promise<string>): Routes {
  const rotas = rotaKeeper(table);
  const feeds = feedKeeper(table);
  const made = (done: Result<readonly ChangeDecision[]>): APIGatewayProxyResult =>
    answered(done, (decisions) => ({ changes: decisions.flatMap(changeIn) }));
  // What was kept of a rota stays readable when the policy has it no more.
  const ofRota = async (ask: Ask, kept: { readonly items: readonly unknown[] }): Promise<APIGatewayProxyResult> => {
    if (kept.items.length > 0) return ok(kept);
    return answered(await rotas.show(partOf(ask, 'rotaId'), {}), () => kept);
  };
  return {
    'GET /v1/rotas': ['see-policy', looked(async (look) => ok({ items: await rotas.list(look) }))],
    'GET /v1/rotas/{rotaId}': [
      'see-policy',
      looked(async (look, ask) => {
        return answered(await rotas.show(partOf(ask, 'rotaId'), look), (rota) => ({ rota }));
      }),
    ],
    'GET /v1/rotas/{rotaId}/changes': [
      'see-policy',
      async (ask) => ofRota(ask, { items: await rotas.history(partOf(ask, 'rotaId')) }),
    ],
    'POST /v1/rotas/{rotaId}/changes': [
      'change-rota',
      withBody(rotaChangeWish, async (wish, ask) =>
        made(await rotas.change(partOf(ask, 'rotaId'), [wish], ask.caller.id)),
      ),
    ],
    'POST /v1/rotas/{rotaId}/absences': [
      'change-rota',
      withBody(absenceWish, async (wish, ask) =>
        made(await rotas.absences(partOf(ask, 'rotaId'), wish, ask.caller.id)),
      ),
    ],
    'POST /v1/rotas/{rotaId}/changes/{changeId}/{command}': [
      'change-rota',
      commandOf({
        revoke: withBody(rotaChangeRevocation, async ({ reason }, ask) => {
          const done = await rotas.revoke(partOf(ask, 'rotaId'), partOf(ask, 'changeId'), reason, ask.caller.id);
          return done.ok ? made({ ok: true, value: [done.value] }) : refuse(done.problem);
        }),
      }),
    ],
    'GET /v1/rotas/{rotaId}/feeds': [
      'change-rota',
      async (ask) => ofRota(ask, await feeds.list(partOf(ask, 'rotaId'))),
    ],
    'POST /v1/rotas/{rotaId}/feeds': [
      'change-rota',
      async (ask) => {
        const rota = await rotas.show(partOf(ask, 'rotaId'), {});
        if (!rota.ok) return refuse(rota.problem);
        const { feed, token } = await feeds.make(rota.value.id, ask.caller.id);
        // Where links in messages lead, and not where this call came in: a calendar program asks it for years.
        return ok({ feed, url: `${await base()}/v1/rota-feeds/${token}` });
      },
    ],
    'POST /v1/rotas/{rotaId}/feeds/{feedId}/{command}': [
      'change-rota',
      commandOf({
        revoke: async (ask) => {
          const done = await feeds.revoke(partOf(ask, 'rotaId'), partOf(ask, 'feedId'), ask.caller.id);
          return answered(done, (feed) => ({ feed }));
        },
      }),
    ],
    'POST /v1/policy/rates': ['see-policy', withBody(ratesWish, (wish) => Promise.resolve(readExchangeRates(wish)))],
    'POST /v1/policy/calendars': ['see-policy', withBody(calendarWish, (wish) => Promise.resolve(readHolidays(wish)))],
  };
}

const changeIn = (decision: ChangeDecision): readonly RotaChange[] =>
  decision.outcome === 'refused' ? [] : [decision.change];

function looked(serve: (look: z.infer<typeof rotaLook>, ask: Ask) => Promise<APIGatewayProxyResult>): Serve {
  return async (ask) => {
    const look = rotaLook.safeParse(ask.event.queryStringParameters ?? {});
    return look.success ? serve(look.data, ask) : refuse(invalid(look.error));
  };
}

/** Holidays of many years; nobody plans further. */
const FIRST = '2000-01-01T00:00:00.000Z';
const LAST = '2100-01-01T00:00:00.000Z';

/** Events of whole days as a calendar of a pack. Nothing is kept: it goes into a draft. */
function readHolidays({ id, title, ics }: z.infer<typeof calendarWish>): APIGatewayProxyResult {
  const read = readCalendar(ics, 'UTC', FIRST, LAST);
  if (!read.ok) return refuse(policyProblem('calendar-unreadable', id, read.why));
  const days = read.events.flatMap(({ title: name, dates }) => dates.map((date) => ({ date, name })));
  const distinct = days.filter(({ date }, index) => days.findIndex((other) => other.date === date) === index);
  const calendar = { id, title, days: distinct.sort((left, right) => (left.date < right.date ? -1 : 1)) };
  const notDays = read.events.filter(({ dates }) => dates.length === 0).length;
  return ok({ calendar, yaml: stringify({ calendars: [calendar] }), notDays });
}

/** A file of the bank as rates of a pack. Nothing is kept: they go into a draft, and are published with it. */
function readExchangeRates({ text, currency }: z.infer<typeof ratesWish>): APIGatewayProxyResult {
  const read = readRates(text, currency);
  if (!read.ok) return refuse(policyProblem('rates-unreadable', currency, read.why));
  return ok({ day: read.day, exchangeRates: read.rates, yaml: stringify({ exchangeRates: read.rates }) });
}
