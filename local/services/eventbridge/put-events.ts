import { AwsError } from '../../kernel/errors.ts';
import type { CallContext, Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { toSeconds } from './bus-event.ts';
import type { BusEvent } from './bus-event.ts';
import type { Dispatch } from './dispatch.ts';
import type { Buses } from './rules.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_576;
const TIME_BYTES = 14;
const BILLED_BYTES = 65_536;

export interface EntryFailure {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Fault runs: what an entry fails with though nothing is wrong with it, e.g. InternalFailure, ThrottlingException. */
export type FailEntry = (entry: any, context: CallContext) => EntryFailure | undefined;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size-limits */
function bytesOf(entry: any): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce<number>((sum, text) => sum + Buffer.byteLength(String(text ?? '')), 0);
  return entry.Time === undefined ? bytes : bytes + TIME_BYTES;
}

function validateRequest(input: any): void {
  refuseUnknown('PutEvents', input, ['Entries']);
  const entries: unknown = input.Entries;
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}`,
    );
  }
  for (const entry of entries) {
    refuseUnknown('an entry of PutEvents', entry, [
      'Time',
      'Source',
      'Resources',
      'DetailType',
      'Detail',
      'EventBusName',
      'TraceHeader',
    ]);
  }
  if (entries.reduce<number>((sum, entry) => sum + bytesOf(entry), 0) >= MAX_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

const missing = (name: string): EntryFailure => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

function parseDetail(text: string): unknown {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

export function createPutEvents(kernel: Kernel, buses: Buses, dispatch: Dispatch, failEntry: FailEntry): Operation {
  const refusalOf = (entry: any, context: CallContext): EntryFailure | undefined => {
    for (const name of ['Source', 'DetailType', 'Detail']) {
      if (typeof entry[name] !== 'string' || entry[name] === '') return missing(name);
    }
    // AWS services speak as root here; nobody else may use their names.
    if (entry.Source.startsWith('aws.') && context.principal.kind !== 'root') {
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
    }
    return failEntry(entry, context);
  };

  const put = (entry: any, context: CallContext): object => {
    const refusal = refusalOf(entry, context);
    if (refusal !== undefined) return refusal;
    const detail = parseDetail(entry.Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const bus = buses.find(entry.EventBusName);
    if (bus === undefined) {
      return {
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Event bus ${String(entry.EventBusName)} does not exist.`,
      };
    }
    const event: BusEvent = {
      version: '0',
      id: kernel.uuid(),
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: kernel.account,
      time: toSeconds(entry.Time === undefined ? kernel.now() : new Date(entry.Time).getTime()),
      region: kernel.region,
      resources: entry.Resources ?? [],
      detail,
    };
    // Events of AWS services are free.
    if (!event.source.startsWith('aws.')) {
      kernel.meter.count('eventbridge', 'Events', Math.ceil(bytesOf(entry) / BILLED_BYTES), bus.name);
    }
    dispatch(bus, { event, ingestedAt: kernel.now(), trace: entry.TraceHeader });
    return { EventId: event.id };
  };

  return {
    authorize: (input) => {
      const entries: readonly any[] = Array.isArray(input?.Entries) ? input.Entries : [];
      const arns = new Set(entries.map((entry) => buses.arnOf(entry?.EventBusName)));
      return [...arns].map((resource) => ({ action: 'events:PutEvents', resource }));
    },
    run: (input, context) => {
      validateRequest(input);
      const entries: readonly any[] = input.Entries;
      const results = entries.map((entry) => put(entry, context));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  };
}

/** From a rule to another bus. Billed as a custom event; the event keeps id, time and account. */
export function createForwardEvent(kernel: Kernel, buses: Buses, dispatch: Dispatch): Operation {
  return {
    authorize: (input) => [{ action: 'events:PutEvents', resource: buses.arnOf(input.busArn) }],
    run: ({ busArn, accepted }) => {
      const bus = buses.require(busArn);
      const bytes = Buffer.byteLength(JSON.stringify(accepted.event));
      kernel.meter.count('eventbridge', 'Events', Math.ceil(bytes / BILLED_BYTES), bus.name);
      dispatch(bus, { ...accepted, ingestedAt: kernel.now() });
      return {};
    },
  };
}
