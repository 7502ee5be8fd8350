import * as z from 'zod';
import { instant, offsetInstant, slug } from './primitives.ts';

const why = z.string().trim().min(1).max(1000);
const stretch = { from: offsetInstant, to: offsetInstant, reason: why };
const kinds = {
  replace: {
    kind: z.literal('replace'),
    person: slug.optional().meta({ description: 'Absent: nobody is on duty then.' }),
  },
  add: { kind: z.literal('add'), person: slug },
  remove: { kind: z.literal('remove'), person: slug },
  swap: { kind: z.literal('swap'), between: z.tuple([slug, slug]) },
} as const;

/** POST /v1/rotas/{rotaId}/changes: what an override or a swap of the pack says, for cases of every version and without a publication. */
export const rotaChangeWish = z.discriminatedUnion('kind', [
  z.strictObject({ ...kinds.replace, ...stretch }),
  z.strictObject({ ...kinds.add, ...stretch }),
  z.strictObject({ ...kinds.remove, ...stretch }),
  z.strictObject({ ...kinds.swap, ...stretch }),
]);
export type RotaChangeWish = z.infer<typeof rotaChangeWish>;

export const rotaChangeId = z.string().regex(/^rot_[0-9a-f]{32}$/);

/** A change of who is on duty, that a person has made. It stays on record when it is over or was taken back. */
export const rotaChange = z
  .strictObject({
    contract: z.literal('rota-change/1'),
    id: rotaChangeId,
    rota: slug,
    change: rotaChangeWish,
    madeBy: z.string(),
    madeAt: instant,
    revokedBy: z.string().optional(),
    revokedAt: instant.optional(),
    revokeReason: z.string().optional(),
  })
  .meta({ id: 'RotaChange' });
export type RotaChange = z.infer<typeof rotaChange>;

/** Those that hold, will hold, or held a day ago: what every decision reads. */
export const currentRotaChanges = z.strictObject({
  contract: z.literal('rota-changes/1'),
  generation: z.int().min(0),
  changes: z.array(rotaChange),
});
export type CurrentRotaChanges = z.infer<typeof currentRotaChanges>;

export const rotaChangeRevocation = z.strictObject({ reason: why });

/** POST /v1/rotas/{rotaId}/absences: the events of a calendar are times at which somebody is away. */
export const absenceWish = z.strictObject({ person: slug, reason: why, ics: z.string().min(1).max(300_000) });
export type AbsenceWish = z.infer<typeof absenceWish>;

/** POST /v1/policy/calendars/read: the events of a calendar are days on which nobody works. */
export const calendarWish = z.strictObject({
  id: slug,
  title: z.string().trim().min(1).max(200),
  ics: z.string().min(1).max(300_000),
});

export const shift = z.strictObject({
  from: instant,
  to: instant,
  people: z.array(slug),
  is: z.enum(['covered', 'gap', 'overlap']),
});
export const rotaShown = z
  .strictObject({
    id: slug,
    zone: z.string(),
    teams: z.array(slug),
    version: z.string().meta({ description: 'Of the policy by which it is told.' }),
    at: instant,
    onDuty: z
      .array(slug)
      .meta({ description: 'At that time; nobody: the fallback teams have it, at last the last owner.' }),
    shifts: z.array(shift).optional(),
    gaps: z.strictObject({ count: z.int(), hours: z.number() }).optional(),
    overlaps: z.strictObject({ count: z.int(), hours: z.number() }).optional(),
    changes: z.array(rotaChange).optional().meta({ description: 'Made by API, that touch this time.' }),
  })
  .meta({ id: 'Rota' });
export type RotaShown = z.infer<typeof rotaShown>;

/** A secret address under which a calendar program reads a rota. */
export const rotaFeed = z
  .strictObject({
    contract: z.literal('rota-feed/1'),
    id: z
      .string()
      .regex(/^feed_[0-9a-f]{32}$/)
      .meta({ description: 'Hash of its token: who reads this cannot read the feed.' }),
    rota: slug,
    madeBy: z.string(),
    madeAt: instant,
    revokedBy: z.string().optional(),
    revokedAt: instant.optional(),
  })
  .meta({ id: 'RotaFeed' });
export type RotaFeed = z.infer<typeof rotaFeed>;
