import { createHash } from 'node:crypto';
import { deriveId } from '../../contracts/index.ts';
import type { FileStatus, Mapping, SourceRegistration } from '../../contracts/index.ts';
import { completeSignals } from '../complete-signal.ts';
import { MOST_BYTES } from '../file-limits.ts';
import { isToDecide, mailToRead } from '../decide-mail.ts';
import { MOST_REPORTED, reportAsCsv, reportAsJson, reportKey } from '../file-report.ts';
import { encodingFinder } from '../formats/mapped/encoding.ts';
import type { FindTranslator, Rejection, SignalDraft } from '../formats/translator.ts';
import type { Arrival } from '../read-file-event.ts';
import type { FileStatusStore } from './file-status.dynamo.ts';
import type { FileAddress, FileStore } from './file-store.ts';
import type { LastHeard } from './last-heard.dynamo.ts';
import { readFile } from './read-file.ts';
import type { FileReading, OpenedFile } from './read-file.ts';
import type { SourceStore } from './source-store.dynamo.ts';
import { mappingOf, passOn, senderOf } from './take-in.ts';
import type { TakeInDependencies } from './take-in.ts';

export interface FileDependencies extends TakeInDependencies {
  readonly files: FileStore;
  readonly status: FileStatusStore;
  readonly sources: Pick<SourceStore, 'byId'>;
  readonly heard: Pick<LastHeard, 'note'>;
  readonly translatorOf: FindTranslator;
  /** The policy's, where what is read has a probability. */
  readonly confidence?: () => Promise<number>;
  /** To the function that reads the files of this source; undefined where that is this one. */
  readonly readerOf?: (source: SourceRegistration) => ((arrival: Arrival) => Promise<void>) | undefined;
}

/** Signals that are published before it is noted how far the file was taken. */
const BATCH = 500;
const HEAD_BYTES = 256 * 1024;

/**
 * From a file in an inbox to published signals and a report. It can die anywhere: the queue delivers the file again, and what was passed on is skipped; what was passed on and not noted is passed on
 * once more under the same ids. Undefined where there is nothing to tell: the same notification came twice, the file is gone, or another function has read it.
 */
export async function takeInFile(
  dependencies: FileDependencies,
  arrival: Arrival,
  traceparent: string,
): Promise<FileStatus | undefined> {
  const { status, sources } = dependencies;
  const { sourceId, name, at, bytes } = arrival;
  const plain: FileStatus = {
    sourceId,
    name: name.slice(0, 1024),
    at,
    bytes,
    state: 'reading',
    read: 0,
    signals: 0,
    rejected: 0,
  };
  const refuse = async (detail: string): Promise<FileStatus> => {
    const refused: FileStatus = { ...plain, state: 'refused', detail };
    await status.note(refused);
    return refused;
  };
  const source = await sources.byId(sourceId);
  if (source?.enabled !== true) return refuse('There is no such source, or it is switched off.');
  const handOver = dependencies.readerOf?.(source);
  if (handOver !== undefined) {
    await handOver(arrival);
    return undefined;
  }
  if (bytes > MOST_BYTES) return refuse(`It has more than ${String(MOST_BYTES)} bytes: send it in parts.`);
  const file = await inspect(dependencies.files, arrival);
  if (file === undefined) return undefined;

  // Whatever is in it, the source has not fallen silent.
  await dependencies.heard.note(source);
  const mapping = await mappingOf(dependencies, source);
  const reading = `${file.digest}#${source.format}#${mapping === undefined ? '' : `${mapping.id}/${String(mapping.version)}`}`;
  const mark = `${at}#${name}`;
  const before = await status.progressOf(sourceId, reading);
  const known: FileStatus = {
    ...plain,
    digest: file.digest,
    ...(source.contact === undefined ? {} : { contact: source.contact }),
  };
  // Guard: a content that was taken is not taken again.
  if (before?.state === 'taken') {
    // Guard: the same notification twice tells nothing.
    if (before.firstName === mark) return undefined;
    const repeated: FileStatus = {
      ...known,
      state: 'repeated',
      detail: `It was taken as ${before.firstName.slice(0, 400)}.`,
    };
    const told = reportAsJson({ status: repeated, rejections: [], warnings: [] });
    await dependencies.files.put(`${reportKey(sourceId, known.name, file.digest)}.json`, told, 'application/json');
    await status.note(repeated);
    return repeated;
  }
  await status.note(known);
  const rawKey = `raw/${sourceId}/${at.slice(0, 10)}/${file.digest}`;
  await dependencies.files.copy(arrival, rawKey);
  const run: Run = {
    dependencies,
    source,
    mapping,
    known,
    rawKey,
    reading,
    mark,
    traceparent,
    skip: before?.passedOn ?? 0,
  };
  return finish(run, await readAndPassOn(run, { ...file, open: () => opened(dependencies.files, { key: rawKey }) }));
}

interface Run {
  readonly dependencies: FileDependencies;
  readonly source: SourceRegistration;
  readonly mapping: Mapping | undefined;
  readonly known: FileStatus;
  readonly rawKey: string;
  /** Content and how it is read. */
  readonly reading: string;
  readonly mark: string;
  readonly traceparent: string;
  /** Rows that an earlier run has passed on. */
  readonly skip: number;
}

interface Outcome {
  readonly state: 'taken' | 'refused';
  readonly read: number;
  readonly signals: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

async function readAndPassOn(run: Run, file: OpenedFile): Promise<Outcome> {
  const { source, mapping, known } = run;
  const confidence = await run.dependencies.confidence?.();
  const sender = { ...senderOf(source, known.at, mapping), ...(confidence === undefined ? {} : { confidence }) };
  const content = await readFile(file, run.dependencies.translatorOf, { format: source.format, mapping, sender });
  if ('detail' in content)
    return { state: 'refused', read: 0, signals: 0, rejected: 1, rejections: [content], warnings: [] };
  const counts = { read: 0, signals: 0, rejected: 0 };
  const rejections: Rejection[] = [];
  let batch: SignalDraft[] = [];
  for await (const fates of content.fates) {
    for (const { drafts, rejection } of fates) {
      counts.read += 1;
      counts.signals += drafts.length;
      if (rejection !== undefined) {
        counts.rejected += 1;
        if (rejections.length < MOST_REPORTED) rejections.push(rejection);
      }
      // Guard: rows that were passed on are not passed on again.
      const isPassedOn = counts.read <= run.skip;
      if (!isPassedOn) batch.push(...drafts);
      if (batch.length < BATCH) continue;
      await passOnBatch(run, content, batch, counts.read);
      batch = [];
    }
  }
  if (batch.length > 0) await passOnBatch(run, content, batch, counts.read);
  return { state: 'taken', ...counts, rejections, warnings: content.warnings() };
}

async function passOnBatch(
  run: Run,
  { format, version }: FileReading,
  drafts: readonly SignalDraft[],
  read: number,
): Promise<void> {
  const { dependencies, source, known, rawKey, traceparent, reading, mark } = run;
  const translation = { format, ...(version === undefined ? {} : { version }), drafts, rejections: [], warnings: [] };
  const signals = completeSignals(translation, { source, receivedAt: known.at, rawKey, traceparent });
  const name = `${known.at}-${(known.digest ?? '').slice(0, 16)}-${String(read).padStart(8, '0')}`;
  await passOn(dependencies, signals, name);
  await dependencies.status.keepProgress(source.id, reading, known.at, {
    state: 'reading',
    passedOn: read,
    firstName: mark,
  });
}

async function finish(run: Run, { rejections, warnings, ...counts }: Outcome): Promise<FileStatus> {
  const { dependencies, source, known, rawKey, reading, mark } = run;
  const { quarantine, files, status } = dependencies;
  const report = reportKey(source.id, known.name, known.digest ?? '');
  const done: FileStatus = {
    ...known,
    ...counts,
    report: `${report}.json`,
    ...(counts.state === 'refused' ? { detail: rejections[0]?.detail ?? '' } : {}),
  };
  const quarantineId = deriveId('rcp', source.id, known.digest ?? '');
  if (rejections.length > 0)
    await quarantine.keep({
      id: quarantineId,
      sourceId: source.id,
      at: known.at,
      rawKey,
      contentType: '',
      headers: {},
      via: isToDecide(rejections) ? 'mail' : 'file',
      rejections,
    });
  const { traceparent } = run;
  const waiting = mailToRead(rejections, { source, quarantineId, rawKey, receivedAt: known.at, traceparent });
  if (waiting.length > 0) await passOn(dependencies, waiting, `${known.at}-${quarantineId}`);
  await files.put(`${report}.json`, reportAsJson({ status: done, rejections, warnings }), 'application/json');
  await files.put(`${report}.csv`, reportAsCsv({ status: done, rejections, warnings }), 'text/csv; charset=utf-8');
  await status.note(done);
  // Last: before this, the file is read again, and all above is done again with the same result.
  await status.keepProgress(source.id, reading, known.at, { state: 'taken', passedOn: counts.read, firstName: mark });
  return done;
}

/** One pass over the bytes: their digest, encoding and beginning. */
async function inspect(
  files: FileStore,
  address: FileAddress,
): Promise<(Omit<OpenedFile, 'open'> & { readonly digest: string }) | undefined> {
  const pieces = await files.open(address);
  if (pieces === undefined) return undefined;
  const hash = createHash('sha256');
  const encoding = encodingFinder();
  let head = new Uint8Array();
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    encoding.see(piece);
    bytes += piece.length;
    if (head.length < HEAD_BYTES)
      head = new Uint8Array(Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)]));
  }
  return { digest: hash.digest('hex'), encoding: encoding.found(), head, bytes };
}

async function opened(files: FileStore, address: FileAddress): Promise<AsyncIterable<Uint8Array>> {
  const pieces = await files.open(address);
  if (pieces === undefined) throw new Error(`the copy ${address.key} is not there`);
  return pieces;
}
