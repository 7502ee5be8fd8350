import * as z from 'zod';
import { ratesWish } from '../../policy-draft.ts';
import { policyPack } from '../../policy-pack.ts';
import { holidayCalendar } from '../../rota.ts';
import {
  absenceWish,
  calendarWish,
  rotaChange,
  rotaChangeRevocation,
  rotaChangeWish,
  rotaFeed,
  rotaShown,
} from '../../rota-change.ts';
import { page } from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { rotaLook } from '../requests.ts';

const SEES = { tag: 'Rotas', proof: 'person', right: 'see-policy' } as const;
const CHANGES = { tag: 'Rotas', proof: 'person', right: 'change-rota' } as const;
const changes = {
  description: 'As they stand now.',
  content: json(z.strictObject({ changes: z.array(rotaChange) })),
};
const ON_ROTA = [...PERSON, 'invalid-request', 'policy-no-such-rota', 'not-possible-now'] as const;

export const rotaOperations = {
  'GET /v1/rotas': {
    ...SEES,
    id: 'listRotas',
    summary: 'List rotas, with who is on duty',
    description: 'With `from` and `to` each with its shifts, gaps and overlaps.',
    query: rotaLook,
    answers: { 200: { description: 'Those of the policy.', content: json(page(rotaShown)) } },
    problems: [...PERSON, 'invalid-request'],
  },
  'GET /v1/rotas/{rotaId}': {
    ...SEES,
    id: 'readRota',
    summary: 'Read who is, was or will be on duty',
    description:
      '`at` asks for a time, by the policy that held or holds then, with what people have changed; `from` and `to` for the shifts between, with gaps and overlaps.',
    query: rotaLook,
    answers: { 200: { description: 'The rota.', content: json(z.strictObject({ rota: rotaShown })) } },
    problems: [...PERSON, 'invalid-request', 'policy-no-such-rota'],
  },
  'GET /v1/rotas/{rotaId}/changes': {
    ...SEES,
    id: 'listRotaChanges',
    summary: 'List the changes of a rota',
    description: 'All that there were, the oldest first: who made it and why, and who took it back.',
    answers: { 200: { description: 'The record.', content: json(page(rotaChange)) } },
    problems: [...PERSON, 'policy-no-such-rota'],
  },
  'POST /v1/rotas/{rotaId}/changes': {
    ...CHANGES,
    id: 'changeRota',
    summary: 'Change who is on duty for a while',
    description:
      'Replace, add, remove, or swap two. It holds within a minute, for cases of every version, until its end. The same once more is the same change.',
    body: bodyOf(rotaChangeWish),
    answers: { 200: changes },
    problems: ON_ROTA,
  },
  'POST /v1/rotas/{rotaId}/absences': {
    ...CHANGES,
    id: 'importAbsences',
    summary: 'Take absences of a person from a calendar',
    description:
      'Each event to come within a year, sixty at most, becomes a change that removes the person. All of them, or none.',
    body: bodyOf(absenceWish),
    answers: { 200: changes },
    problems: [...ON_ROTA, 'policy-calendar-unreadable'],
  },
  'POST /v1/rotas/{rotaId}/changes/{changeId}/revoke': {
    ...CHANGES,
    id: 'revokeRotaChange',
    summary: 'Take a change of a rota back',
    body: bodyOf(rotaChangeRevocation),
    answers: { 200: changes },
    problems: [...PERSON, 'invalid-request', 'policy-no-such-rota-change'],
  },
  'GET /v1/rotas/{rotaId}/feeds': {
    ...CHANGES,
    id: 'listRotaFeeds',
    summary: 'List the calendar addresses of a rota',
    answers: {
      200: {
        description: 'Without their tokens.',
        content: json(page(rotaFeed).extend({ next: z.string().optional() })),
      },
    },
    problems: [...PERSON, 'policy-no-such-rota'],
  },
  'POST /v1/rotas/{rotaId}/feeds': {
    ...CHANGES,
    id: 'makeRotaFeed',
    summary: 'Make a calendar address for a rota',
    description: 'The address is told once. Whoever has it reads this rota, until it is revoked.',
    answers: {
      200: {
        description: 'Subscribe to `url` in a calendar program.',
        content: json(z.strictObject({ feed: rotaFeed, url: z.string() })),
      },
    },
    problems: [...PERSON, 'policy-no-such-rota'],
  },
  'POST /v1/rotas/{rotaId}/feeds/{feedId}/revoke': {
    ...CHANGES,
    id: 'revokeRotaFeed',
    summary: 'Take a calendar address back',
    answers: { 200: { description: 'Nobody reads it any more.', content: json(z.strictObject({ feed: rotaFeed })) } },
    problems: [...PERSON, 'policy-no-such-feed'],
  },
  'POST /v1/policy/rates': {
    ...SEES,
    tag: 'Policies',
    id: 'readRates',
    summary: 'Read exchange rates from a file of the European Central Bank',
    description: 'Answers the rates of a pack with their day, as YAML too, to be put into a draft. Nothing is kept.',
    body: bodyOf(ratesWish),
    answers: {
      200: {
        description: 'Units of the reporting currency for one unit of each.',
        content: json(
          z.strictObject({ day: z.iso.date(), exchangeRates: policyPack.shape.exchangeRates, yaml: z.string() }),
        ),
      },
    },
    problems: [...PERSON, 'invalid-request', 'policy-rates-unreadable'],
  },
  'POST /v1/policy/calendars': {
    ...SEES,
    id: 'readCalendar',
    summary: 'Read holidays from an iCalendar file',
    description: 'Answers a calendar of a pack, as YAML too, to be put into a draft. Nothing is kept.',
    body: bodyOf(calendarWish),
    answers: {
      200: {
        description: 'Its days.',
        content: json(
          z.strictObject({
            calendar: holidayCalendar,
            yaml: z.string(),
            notDays: z.int().meta({ description: 'Events that are no whole days; they are left out.' }),
          }),
        ),
      },
    },
    problems: [...PERSON, 'invalid-request', 'policy-calendar-unreadable'],
  },
  'GET /v1/rota-feeds/{token}': {
    id: 'readRotaFeed',
    tag: 'Rotas',
    summary: 'A rota for a calendar program',
    description: 'iCalendar (RFC 5545): two weeks back, ninety days ahead. Gaps are not in it.',
    proof: 'link',
    answers: {
      200: { description: 'The shifts.', content: { 'text/calendar': z.string() } },
    },
    problems: ['no-such-feed', 'too-many-requests'],
  },
} satisfies Readonly<Record<string, Operation>>;
