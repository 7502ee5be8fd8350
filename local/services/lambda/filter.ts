import { UnsupportedError } from '../../kernel/errors.ts';
import { compilePattern } from '../eventbridge/pattern.ts';
import { refuseUnknown } from '../refuse-unknown.ts';

export type RecordFilter = (record: any) => boolean;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html: up to five; ten when asked for. */
const MAX_FILTERS = 5;

/**
 * A body pattern that is an object is for JSON bodies, a list for plain text; a body of the other kind does not match.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
function queuePattern(pattern: any): RecordFilter {
  const matches = compilePattern(pattern);
  if (pattern.body === undefined) return matches;
  const wantsText = Array.isArray(pattern.body);
  return (record) => {
    const body = parse(record.body);
    if (wantsText) return body === undefined && matches(record);
    return body !== undefined && matches({ ...record, body });
  };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** DynamoDB writes numbers as text, so a numeric comparison never matches there: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html */
function streamPattern(pattern: any): RecordFilter {
  if (JSON.stringify(pattern).includes('{"numeric":'))
    throw new UnsupportedError('a numeric filter on a DynamoDB stream');
  return compilePattern(pattern);
}

/** What passes at least one of the filters is handed to the function. */
export function createFilter(kind: 'queue' | 'stream', criteria: any): RecordFilter {
  if (criteria === undefined) return () => true;
  refuseUnknown('FilterCriteria', criteria, ['Filters']);
  const filters: any[] = criteria.Filters ?? [];
  if (filters.length > MAX_FILTERS) throw new UnsupportedError(`more than ${MAX_FILTERS} filters`);
  if (filters.length === 0) return () => true;
  const compiled = filters.map((filter) => {
    refuseUnknown('a filter', filter, ['Pattern']);
    const pattern: unknown = JSON.parse(filter.Pattern);
    return kind === 'queue' ? queuePattern(pattern) : streamPattern(pattern);
  });
  return (record) => compiled.some((matches) => matches(record));
}
