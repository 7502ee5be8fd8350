import * as z from 'zod';
import { duration, localTime, severityLevel, slug, weeklyHours, zone } from './primitives.ts';

export const rotaLayer = z.strictObject({
  id: slug,
  people: z.array(slug).min(1),
  startsOn: z.iso.date().meta({ description: 'First day of the first turn.' }),
  rotation: z.union([z.enum(['daily', 'weekly']), z.strictObject({ rrule: z.string().regex(/^FREQ=/) })]).meta({
    description:
      'How long a turn lasts; with `rrule` (RFC 5545, counted from startsOn at handoverAt) each occurrence begins the next turn, e.g. `FREQ=WEEKLY;INTERVAL=2`.',
  }),
  handoverAt: localTime,
  restrictions: z.array(weeklyHours).optional().meta({
    description:
      "On duty only then, in the rota's zone; absent: around the clock. `to` at or before `from` runs over midnight.",
  }),
});
const stretch = { from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) };
export const rotaOverride = z.strictObject({
  ...stretch,
  kind: z.enum(['replace', 'add', 'remove']).default('replace').meta({
    description:
      'replace: this person and nobody else; add: this person too, behind those on duty; remove: not this person.',
  }),
  person: slug.optional().meta({ description: 'Absent (with replace only): nobody is on duty then.' }),
  reason: z.string().optional(),
});
export const rotaSwap = z.strictObject({
  ...stretch,
  between: z.tuple([slug, slug]).meta({ description: 'Where one of the two would be on duty, the other is.' }),
  reason: z.string().optional(),
});
export const rota = z.strictObject({
  id: slug,
  zone,
  layers: z.array(rotaLayer).min(1).meta({ description: 'Later layers win where they have somebody on duty.' }),
  overrides: z.array(rotaOverride).default([]).meta({ description: 'The last one that holds wins.' }),
  swaps: z.array(rotaSwap).default([]),
  calendars: z.array(slug).default([]).meta({ description: 'Calendars on whose days restricted layers are off.' }),
  holidays: z.array(z.iso.date()).default([]).meta({ description: 'Further days on which restricted layers are off.' }),
});
export const holidayCalendar = z.strictObject({
  id: slug,
  title: z.string().meta({ description: 'Country and region, e.g. `Germany, Berlin`.' }),
  source: z.string().optional(),
  days: z.array(z.strictObject({ date: z.iso.date(), name: z.string() })),
});

/** What the next person hears when a shift ends. */
export const handoverPolicy = z.strictObject({
  levels: z.array(severityLevel).meta({
    description: 'Open cases of these levels are handed over; where there is none, nothing is sent. Empty: never.',
  }),
  cases: z
    .int()
    .min(1)
    .max(40)
    .meta({ description: 'So many are listed, the most severe first; a link leads to the rest.' }),
  late: duration.meta({ description: 'A shift that began longer ago is not handed over any more; PT15M to PT12H.' }),
});

export type Rota = z.infer<typeof rota>;
export type RotaLayer = z.infer<typeof rotaLayer>;
export type HolidayCalendar = z.infer<typeof holidayCalendar>;
