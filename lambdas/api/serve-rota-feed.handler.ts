import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { httpHandler, now, parseEnvironment, textInPath } from '../platform/index.ts';
import { feedKeeper, packStore } from '../policy/index.ts';
import { feedOf, timetableOf } from '../routing/index.ts';
import { problemOf, refuse } from './answer.ts';

const { REFERENCE_TABLE } = parseEnvironment({ REFERENCE_TABLE: z.string() });
const feeds = feedKeeper(REFERENCE_TABLE);
const packs = packStore();

const DAY_MS = 86_400_000;
const BEFORE_DAYS = 14;
const AHEAD_DAYS = 90;

/** A rota for a calendar program that has subscribed to it. The token in the path is the authorization; it can be taken back, and it opens one rota and nothing else. */
export const handler = httpHandler('serve-rota-feed', async (event, tools): Promise<APIGatewayProxyResult> => {
  const id = await feeds.rotaOf(textInPath(event, 'token'));
  const { pack } = await packs.active();
  const rota = pack.rotas.find((one) => one.id === id);
  if (rota === undefined)
    return refuse(
      problemOf('no-such-feed', 404, 'No such calendar', 'The address was taken back, or is none of ours.'),
    );
  tools.note({ rota: rota.id });
  // Whole days, so that a program that asks again each hour is told the same.
  const today = Math.floor(now() / DAY_MS) * DAY_MS;
  const at = (days: number): string => new Date(today + days * DAY_MS).toISOString();
  const shifts = timetableOf(rota, at(-BEFORE_DAYS), at(AHEAD_DAYS), pack.calendars);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, max-age=900',
      'x-content-type-options': 'nosniff',
    },
    body: feedOf(rota, shifts, pack),
  };
});
