import * as z from 'zod';
import { readIsoTime } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import type { Where } from '../zone-of-place.ts';
import type { Stamp } from './parcel.ts';

/** A text or number that may be missing, null, or something else altogether: one odd field costs no event. */
export const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((text) => (text === null || text?.trim() === '' ? undefined : text?.trim()))
  .catch(undefined);

/** A list that may be missing, or be one thing without a list around it. */
export const anyList = z
  .union([
    z.array(z.unknown()),
    z.unknown().transform((value) => (value === undefined || value === null || value === '' ? [] : [value])),
  ])
  .optional()
  .transform((list = []): readonly unknown[] => list);

/** An object that may be missing, or be something else. */
export function optionalObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined);
}

/** Those things of a list that are objects, with their optional members. */
export function objectsIn<Shape extends z.ZodRawShape>(
  list: readonly unknown[],
  shape: Shape,
): readonly z.infer<z.ZodObject<Shape>>[] {
  const schema = z.object(shape);
  return list.flatMap((one) => {
    const read = schema.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/** A midnight stands for its day: nobody plans a delivery for it, and many have no other way to write a day. */
const MIDNIGHT = /[T ]00:00(:00([.,]0+)?)?( ?(Z|[+-]\d\d(:?\d\d)?))?$/i;

/** A time of ISO 8601. */
export function isoStamp(sent: string | undefined, pointer: string, where: Where, zoneOfSource: string): Stamp {
  const read = sent === undefined ? undefined : readIsoTime(sent, where, zoneOfSource);
  return stampOf(sent, read, pointer);
}

export function stampOf(sent: string | undefined, read: SentTime | undefined, pointer: string): Stamp {
  const text = sent ?? '';
  return { sent: text, read, hasClock: text.includes(':') && !MIDNIGHT.test(text), pointer };
}

/** Where no time was sent. */
export const noStamp: Stamp = stampOf(undefined, undefined, '');
