import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { decimal, duration, slug, subjectKind, zone } from './primitives.ts';
import { milestone } from './signal.ts';

/** A column of a table by its heading, or a member of a JSON record by its path (`shipment/carrier/name`, `lines/0/sku`). */
const column = z.string().min(1).max(120);
const constant = z.strictObject({ text: z.string().min(1).max(120) });

/** A column as it stands, the same word for all records, or what a word of a column means. */
const word = z.union([
  column,
  constant,
  z.strictObject({
    column,
    values: z.record(z.string(), z.string()).meta({ description: 'What a word stands for; capitals do not matter.' }),
    otherwise: z.string().optional(),
  }),
]);

/** What has to be so. Dates and quantities that were not sent are never late, short or different. */
export const mappingCondition: z.ZodType<MappingCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ equals: z.record(column, z.string()) }),
    z.strictObject({ oneOf: z.record(column, z.array(z.string()).min(1)) }),
    z.strictObject({ filled: column }),
    z.strictObject({ empty: column }),
    z.strictObject({ late: z.strictObject({ actual: column, promised: column, tolerance: duration.optional() }) }),
    z.strictObject({ short: z.strictObject({ ordered: column, confirmed: column, tolerance: decimal.optional() }) }),
    z.strictObject({ differs: z.strictObject({ expected: column, counted: column, tolerance: decimal.optional() }) }),
    z.strictObject({ below: z.strictObject({ column, than: decimal }) }),
    z.strictObject({ above: z.strictObject({ column, than: decimal }) }),
    z.strictObject({ all: z.array(mappingCondition).min(1).max(10) }),
    z.strictObject({ any: z.array(mappingCondition).min(1).max(10) }),
    z.strictObject({ not: mappingCondition }),
  ]),
);
export type MappingCondition =
  | { readonly equals: Readonly<Record<string, string>> }
  | { readonly oneOf: Readonly<Record<string, readonly string[]>> }
  | { readonly filled: string }
  | { readonly empty: string }
  | { readonly late: { readonly actual: string; readonly promised: string; readonly tolerance?: string | undefined } }
  | {
      readonly short: { readonly ordered: string; readonly confirmed: string; readonly tolerance?: string | undefined };
    }
  | {
      readonly differs: {
        readonly expected: string;
        readonly counted: string;
        readonly tolerance?: string | undefined;
      };
    }
  | { readonly below: { readonly column: string; readonly than: string } }
  | { readonly above: { readonly column: string; readonly than: string } }
  | { readonly all: readonly MappingCondition[] }
  | { readonly any: readonly MappingCondition[] }
  | { readonly not: MappingCondition };

const reason = z.strictObject({ scheme: z.string().max(40), code: word, text: word.optional() });
const place = z.strictObject({
  name: word.optional(),
  locality: word.optional(),
  region: word.optional(),
  country: word.optional().meta({ description: 'Code of two letters, or an English name.' }),
  postalCode: word.optional(),
  code: word.optional(),
});

/** How records of a table or of JSON become signals. It is data: what cannot be said here is for a translator. */
export const mapping = z
  .strictObject({
    contract: z.literal('mapping/1'),
    id: slug,
    version: z.int().min(1).default(1),
    title: z.string().min(1).max(120),
    input: z
      .strictObject({
        records: z
          .string()
          .max(120)
          .optional()
          .meta({ description: 'Path of the list of records in JSON; found where absent.' }),
        sheet: z
          .string()
          .max(60)
          .optional()
          .meta({ description: 'Sheet of a workbook; each that is shown and has the header where absent.' }),
        headings: z
          .array(column)
          .max(500)
          .optional()
          .meta({ description: 'Names of the columns of a table that has no header.' }),
        decimal: z.enum(['.', ',']).default('.'),
        dates: z.array(z.string().min(2).max(30)).min(1).max(10).default(['iso']).meta({
          description:
            '`iso`, `excel` (serial day), `epoch`, `epoch-ms`, or letters: d dd M MM Mon yy yyyy HH mm ss, hh with tt for AM and PM, as in `d-Mon-yy`, `M/d/yyyy hh:mm tt`. The first that fits counts; `iso` is always read.',
        }),
        zone: zone.optional().meta({ description: 'Zone of its times; that of the source where absent.' }),
        blanks: z
          .array(z.string())
          .max(50)
          .default([])
          .meta({ description: 'Words that mean that nothing was filled in.' }),
      })
      .prefault({}),
    only: mappingCondition.optional().meta({ description: 'Records for which it does not hold are passed over.' }),
    reportId: column.optional().meta({ description: "The sender's own id of the report." }),
    references: z
      .array(
        z.strictObject({ kind: subjectKind, value: word, issuer: word.optional(), when: mappingCondition.optional() }),
      )
      .min(1)
      .max(20),
    occurredAt: z
      .array(z.union([column, z.strictObject({ date: column, time: column })]))
      .max(5)
      .default([])
      .meta({ description: 'The first that is filled; that of reception where none is.' }),
    place: place.optional(),
    lane: z.strictObject({ origin: place.optional(), destination: place.optional() }).optional(),
    carrier: z.strictObject({ scac: word.optional(), name: word.optional() }).optional(),
    quantities: z.record(z.string().max(40), z.strictObject({ column, unit: word })).default({}),
    amounts: z.record(z.string().max(40), z.strictObject({ column, currency: word })).default({}),
    text: z
      .array(column)
      .max(10)
      .default([])
      .meta({ description: 'Columns for people to read; none with personal data.' }),
    troubles: z
      .array(z.strictObject({ type: exceptionType, when: mappingCondition, reason: reason.optional() }))
      .max(20)
      .default([])
      .meta({ description: 'Each that holds is a signal of its own.' }),
    progress: z
      .array(
        z.strictObject({
          milestone: milestone.pick({ name: true, at: true }),
          when: mappingCondition.optional(),
          reason: reason.optional(),
        }),
      )
      .max(20)
      .default([])
      .meta({ description: 'The first that holds, where there is no trouble. None: the record says nothing.' }),
  })
  .meta({ id: 'Mapping' });
export type Mapping = z.infer<typeof mapping>;
export type MappingWord = z.infer<typeof word>;
