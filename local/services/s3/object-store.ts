import type { Kernel } from '../../kernel/types.ts';

/** One version of an object, or a delete marker. `headers` holds what the writer said about it, as JSON. */
export interface ObjectVersion {
  readonly ord: number;
  readonly bucket: string;
  readonly key: string;
  readonly version_id: string;
  readonly is_latest: number;
  readonly delete_marker: number;
  readonly etag: string;
  readonly size: number;
  readonly headers: string;
  readonly tags: string;
  readonly modified_at: number;
  /** When a newer version took its place. */
  readonly noncurrent_at: number | null;
  readonly sse: string;
  readonly key_id: string | null;
  readonly lock_mode: string | null;
  readonly retain_until: number | null;
}

export type NewVersion = Omit<ObjectVersion, 'ord' | 'is_latest' | 'noncurrent_at' | 'modified_at'>;

const COLUMNS =
  'ord, bucket, key, version_id, is_latest, delete_marker, etag, size, headers, tags, modified_at, noncurrent_at, sse, key_id, lock_mode, retain_until';
/** Greater than every character of a key. */
const LAST = '\u{10FFFF}';

export function openObjectStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS s3_versions (ord INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL,
       is_latest INTEGER NOT NULL, delete_marker INTEGER NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL, headers TEXT NOT NULL,
       tags TEXT NOT NULL, modified_at INTEGER NOT NULL, noncurrent_at INTEGER, sse TEXT NOT NULL, key_id TEXT, lock_mode TEXT, retain_until INTEGER);
     CREATE UNIQUE INDEX IF NOT EXISTS s3_latest ON s3_versions (bucket, key) WHERE is_latest = 1;
     CREATE UNIQUE INDEX IF NOT EXISTS s3_by_version ON s3_versions (bucket, key, version_id);
     CREATE INDEX IF NOT EXISTS s3_by_age ON s3_versions (bucket, is_latest, modified_at);
     CREATE TABLE IF NOT EXISTS s3_bodies (ord INTEGER PRIMARY KEY, body BLOB NOT NULL);
     CREATE TABLE IF NOT EXISTS s3_tested_destinations (bucket TEXT NOT NULL, destination TEXT NOT NULL, PRIMARY KEY (bucket, destination))`,
  );
}

/** The newest version; it may be a delete marker. */
export const latestOf = (kernel: Kernel, bucket: string, key: string): ObjectVersion | undefined =>
  kernel.store.get<ObjectVersion>(
    `SELECT ${COLUMNS} FROM s3_versions WHERE bucket = ? AND key = ? AND is_latest = 1`,
    bucket,
    key,
  );

export const versionOf = (kernel: Kernel, bucket: string, key: string, versionId: string): ObjectVersion | undefined =>
  kernel.store.get<ObjectVersion>(
    `SELECT ${COLUMNS} FROM s3_versions WHERE bucket = ? AND key = ? AND version_id = ?`,
    bucket,
    key,
    versionId,
  );

export const bodyOf = (kernel: Kernel, version: ObjectVersion): Uint8Array =>
  kernel.store.get<{ body: Uint8Array }>('SELECT body FROM s3_bodies WHERE ord = ?', version.ord)?.body ??
  new Uint8Array();

/** Puts a version in front of the others; one with the same version id (`null`) goes. */
export function insertVersion(kernel: Kernel, version: NewVersion, body: Uint8Array | undefined): ObjectVersion {
  const replaced = versionOf(kernel, version.bucket, version.key, version.version_id);
  if (replaced !== undefined) deleteRow(kernel, replaced.ord);
  kernel.store.run(
    'UPDATE s3_versions SET is_latest = 0, noncurrent_at = ? WHERE bucket = ? AND key = ? AND is_latest = 1',
    kernel.now(),
    version.bucket,
    version.key,
  );
  const { lastInsertRowid } = kernel.store.run(
    `INSERT INTO s3_versions (bucket, key, version_id, is_latest, delete_marker, etag, size, headers, tags, modified_at, sse, key_id, lock_mode,
       retain_until) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    version.bucket,
    version.key,
    version.version_id,
    version.delete_marker,
    version.etag,
    version.size,
    version.headers,
    version.tags,
    kernel.now(),
    version.sse,
    version.key_id,
    version.lock_mode,
    version.retain_until,
  );
  if (body !== undefined) kernel.store.run('INSERT INTO s3_bodies (ord, body) VALUES (?, ?)', lastInsertRowid, body);
  return { ...version, ord: lastInsertRowid, is_latest: 1, modified_at: kernel.now(), noncurrent_at: null };
}

function deleteRow(kernel: Kernel, ord: number): void {
  kernel.store.run('DELETE FROM s3_versions WHERE ord = ?', ord);
  kernel.store.run('DELETE FROM s3_bodies WHERE ord = ?', ord);
}

/** Removes a version for good; the newest that is left becomes the latest. */
export function removeVersion(kernel: Kernel, version: ObjectVersion): void {
  deleteRow(kernel, version.ord);
  if (version.is_latest === 0) return;
  kernel.store.run(
    `UPDATE s3_versions SET is_latest = 1, noncurrent_at = NULL WHERE ord =
       (SELECT max(ord) FROM s3_versions WHERE bucket = ? AND key = ?)`,
    version.bucket,
    version.key,
  );
}

export function setTags(kernel: Kernel, ord: number, tags: string): void {
  kernel.store.run('UPDATE s3_versions SET tags = ? WHERE ord = ?', tags, ord);
}

export function setRetention(kernel: Kernel, ord: number, mode: string | null, until: number | null): void {
  kernel.store.run('UPDATE s3_versions SET lock_mode = ?, retain_until = ? WHERE ord = ?', mode, until, ord);
}

/** Live objects after `after`, in the order of their keys. */
export const listLatest = (
  kernel: Kernel,
  bucket: string,
  prefix: string,
  after: string,
  limit: number,
): readonly ObjectVersion[] =>
  kernel.store.all<ObjectVersion>(
    `SELECT ${COLUMNS} FROM s3_versions WHERE bucket = ? AND is_latest = 1 AND delete_marker = 0 AND key > ? AND key >= ? AND key < ?
     ORDER BY key LIMIT ?`,
    bucket,
    after,
    prefix,
    prefix + LAST,
    limit,
  );

/** All versions, keys in order and each key's newest first, after the given version of the given key. */
export const listVersions = (
  kernel: Kernel,
  bucket: string,
  prefix: string,
  after: { readonly key: string; readonly ord: number },
  limit: number,
): readonly ObjectVersion[] =>
  kernel.store.all<ObjectVersion>(
    `SELECT ${COLUMNS} FROM s3_versions WHERE bucket = ? AND (key > ? OR (key = ? AND ord < ?)) AND key >= ? AND key < ?
     ORDER BY key, ord DESC LIMIT ?`,
    bucket,
    after.key,
    after.key,
    after.ord,
    prefix,
    prefix + LAST,
    limit,
  );

/** Everything after a key that begins with `prefix`. */
export const pastPrefix = (prefix: string): string => prefix + LAST;
