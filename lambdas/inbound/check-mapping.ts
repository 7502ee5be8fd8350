import type * as z from 'zod';
import { isZone, mapping, pointed } from '../contracts/index.ts';
import type { Mapping, Problem } from '../contracts/index.ts';

type Errors = NonNullable<Problem['errors']>;
type Issue = z.core.$ZodIssue;

/** A mapping that somebody wishes for, or each field that does not fit with what to write instead. */
export function checkMapping(
  wish: unknown,
): { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly errors: Errors } {
  const read = mapping.safeParse(wish);
  if (!read.success) return { ok: false, errors: read.error.issues.flatMap(errorsOf) };
  const errors = [...saysNothing(read.data), ...wrongDates(read.data), ...wrongZone(read.data)];
  return errors.length === 0 ? { ok: true, mapping: read.data } : { ok: false, errors };
}

const errorsOf = (issue: Issue): Errors => (issue.code === 'unrecognized_keys' ? pointed(issue) : [errorOf(issue, [])]);

/** Of alternatives (conditions, words) the one that was meant is the one that was followed furthest. */
function errorOf(issue: Issue, above: readonly PropertyKey[]): Errors[number] {
  const path = [...above, ...issue.path];
  const plain = { pointer: `/${path.map(String).join('/')}`, detail: issue.message };
  if (issue.code !== 'invalid_union') return plain;
  const branches = issue.errors.flatMap((branch) => (branch[0] === undefined ? [] : [branch[0]]));
  const depth = (one: Issue): number =>
    one.path.length + (one.code === 'invalid_union' ? Math.max(0, ...one.errors.flat().map(depth)) : 0);
  const furthest = branches.reduce<Issue | undefined>(
    (best, one) => (best === undefined || depth(one) > depth(best) ? one : best),
    undefined,
  );
  if (furthest !== undefined && depth(furthest) > 0 && !branches.every(({ code }) => code === 'unrecognized_keys'))
    return errorOf(furthest, path);
  return { ...plain, mend: 'docs/files-and-mappings.md lists the conditions and what each takes.' };
}

function saysNothing({ troubles, progress }: Mapping): Errors {
  return troubles.length + progress.length > 0
    ? []
    : [
        {
          pointer: '/troubles',
          detail: 'nothing would ever be reported',
          mend: 'Name at least one trouble or one progress.',
        },
      ];
}

const NAMED = new Set(['iso', 'excel', 'epoch', 'epoch-ms']);

/** Letters of another notation (DD, YYYY) would stand for themselves, and no date would ever be read. */
function wrongDates({ input: { dates } }: Mapping): Errors {
  return dates.flatMap((format, index) => {
    if (NAMED.has(format)) return [];
    const missing = [
      /d/.test(format.replaceAll('Mon', '')) ? [] : ['a day (d or dd)'],
      /M/.test(format) ? [] : ['a month (M, MM or Mon)'],
      /yy/.test(format) ? [] : ['a year (yy or yyyy)'],
    ].flat();
    if (missing.length === 0) return [];
    return [
      {
        pointer: `/input/dates/${String(index)}`,
        detail: `${format} has no ${missing.join(', no ')}`,
        mend: 'Write it like dd.MM.yyyy or d-Mon-yy HH:mm, in these letters.',
      },
    ];
  });
}

function wrongZone({ input: { zone } }: Mapping): Errors {
  return zone === undefined || isZone(zone)
    ? []
    : [{ pointer: '/input/zone', detail: `no zone is called ${zone}`, mend: 'Write it like Europe/Berlin.' }];
}
