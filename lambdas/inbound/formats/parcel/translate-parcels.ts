import type * as z from 'zod';
import { readJson, rejectionsOf } from '../json.ts';
import { shown } from '../look-up.ts';
import type { Rejection, Sender, Translation, Translator } from '../translator.ts';
import { readXml } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { judgeParcel } from './judge-parcel.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';

/** Where something stands: the part of the payload as people call it, and where to look. */
export interface Spot {
  readonly part: string;
  readonly pointer: string;
}

/** The parcels of a payload and where they stand, why none can be found, or what it is about instead. */
export type Found<Item> =
  | { readonly items: readonly { readonly value: Item; readonly pointer: string }[] }
  | { readonly rejections: readonly Rejection[] }
  | { readonly passedOver: string };

type ReadParcel<Item> = (value: Item, spot: Spot, sender: Sender) => Parcel | readonly Rejection[];

export function parcelsInJson(
  format: string,
  find: (body: unknown) => Found<unknown>,
  read: ReadParcel<unknown>,
): Translator {
  return ({ bytes }, sender) => {
    const body = readJson(bytes);
    if ('detail' in body) return translationOf(format, { rejections: [body] });
    return translateFound(format, find(body.value), read, sender);
  };
}

export function parcelsInXml<Item>(
  format: string,
  find: (root: XmlElement) => Found<Item>,
  read: ReadParcel<Item>,
): Translator {
  return ({ bytes }, sender) => {
    const root = readXml(bytes);
    if ('detail' in root) return translationOf(format, { rejections: [root] });
    return translateFound(format, find(root), read, sender);
  };
}

function translateFound<Item>(format: string, found: Found<Item>, read: ReadParcel<Item>, sender: Sender): Translation {
  if ('rejections' in found) return translationOf(format, found);
  if ('passedOver' in found)
    return translationOf(format, { warnings: [`${shown(found.passedOver)} is about no parcel, and was passed over`] });
  const judged = found.items.map(({ value, pointer }, index) => {
    const parcel = read(value, { part: `parcel ${String(index + 1)}`, pointer }, sender);
    return 'references' in parcel ? judgeParcel(parcel, sender) : { drafts: [], rejections: parcel, warnings: [] };
  });
  return translationOf(format, {
    drafts: judged.flatMap(({ drafts }) => drafts),
    rejections: judged.flatMap(({ rejections }) => rejections),
    warnings: judged.flatMap(({ warnings }) => warnings),
  });
}

/** Values of a list with their places. */
export function itemsOf<Item>(list: readonly Item[], pointer: string): readonly { value: Item; pointer: string }[] {
  return list.map((value, index) => ({
    value,
    pointer: list.length === 1 && pointer === '' ? '' : `${pointer}/${String(index)}`,
  }));
}

function translationOf(format: string, made: Partial<Omit<Translation, 'format'>>): Translation {
  return { format, drafts: [], rejections: [], warnings: [], ...made };
}

/** The events of a list of elements. */
export function xmlEvents(
  elements: readonly XmlElement[],
  { part, pointer }: Spot,
  read: (element: XmlElement, spot: Spot) => ParcelEvent,
): readonly ParcelEvent[] {
  return elements.map((element, index) => {
    const place = String(index + 1);
    return read(element, { part: `${part}, event ${place}`, pointer: `${pointer}/${element.name}[${place}]` });
  });
}

const MEND = 'Send it as the vendor documents it.';

/** A part of a payload by its schema, or why it does not fit. */
export function readPart<Part>(
  schema: z.ZodType<Part>,
  value: unknown,
  { part, pointer }: Spot,
): { readonly fits: Part } | readonly Rejection[] {
  const read = schema.safeParse(value);
  return read.success ? { fits: read.data } : rejectionsOf(read.error, part, pointer, MEND);
}

/** The events of a list; one that does not fit is refused by itself. */
export function readEvents<Sent>(
  schema: z.ZodType<Sent>,
  list: readonly unknown[],
  { part, pointer }: Spot,
  read: (sent: Sent, spot: Spot) => ParcelEvent,
): Pick<Parcel, 'events' | 'rejections'> {
  const events: ParcelEvent[] = [];
  const rejections: Rejection[] = [];
  for (const [index, value] of list.entries()) {
    const spot = { part: `${part}, event ${String(index + 1)}`, pointer: `${pointer}/${String(index)}` };
    const sent = readPart(schema, value, spot);
    if ('fits' in sent) events.push(read(sent.fits, spot));
    else rejections.push(...sent);
  }
  return { events, rejections };
}
