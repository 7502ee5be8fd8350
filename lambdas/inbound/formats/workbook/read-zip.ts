import { inflateRawSync } from 'node:zlib';

/** A part of an archive by its name, or undefined where it is not there. Throws `ZipRefused` where it is none, is encrypted, or grows beyond what is left. */
export type ZipPart = (name: string) => string | undefined;

export class ZipRefused extends Error {}

interface Entry {
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MOST_ENTRIES = 2000;
/** What all parts that are read may have together, unpacked: what an archive says of its sizes is not believed. */
const MOST_UNPACKED = 128 * 1024 * 1024;

/** PKZIP APPNOTE 6.3: the central directory, parts that are stored or deflated. */
export function openZip(bytes: Uint8Array, mostUnpacked = MOST_UNPACKED): ZipPart {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(buffer);
  let left = mostUnpacked;
  return (name) => {
    const entry = entries.get(name.toLowerCase());
    if (entry === undefined) return undefined;
    const unpacked = unpack(buffer, entry, left);
    left -= unpacked.length;
    return new TextDecoder('utf-8').decode(unpacked);
  };
}

function readDirectory(buffer: Buffer): ReadonlyMap<string, Entry> {
  const end = endOfDirectory(buffer);
  const count = buffer.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new ZipRefused(`it has ${count} parts`);
  const entries = new Map<string, Entry>();
  let at = buffer.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new ZipRefused('its directory is broken');
    const nameLength = buffer.readUInt16LE(at + 28);
    const extraAt = at + 46 + nameLength;
    const extraLength = buffer.readUInt16LE(at + 30);
    const name = buffer.toString('utf8', at + 46, extraAt);
    if ((buffer.readUInt16LE(at + 8) & 1) !== 0) throw new ZipRefused('it is encrypted');
    entries.set(name.toLowerCase(), {
      method: buffer.readUInt16LE(at + 10),
      ...whereItLies(buffer, at, buffer.subarray(extraAt, extraAt + extraLength)),
    });
    at = extraAt + extraLength + buffer.readUInt16LE(at + 32);
  }
  return entries;
}

const IN_EXTRA = 0xffffffff;

/** ZIP64 (APPNOTE 4.5.3): what has no room in the entry stands in its extra field, unpacked size, packed size, offset. Apache POI writes small workbooks so when it streams them. */
function whereItLies(buffer: Buffer, at: number, extra: Buffer): { size: number; offset: number } {
  const size = buffer.readUInt32LE(at + 20);
  const offset = buffer.readUInt32LE(at + 42);
  if (size !== IN_EXTRA && offset !== IN_EXTRA) return { size, offset };
  let read = buffer.readUInt32LE(at + 24) === IN_EXTRA ? 8 : 0;
  const long = longField(extra);
  const next = (): number => {
    if (read + 8 > long.length) throw new ZipRefused('its directory is broken');
    read += 8;
    return Number(long.readBigUInt64LE(read - 8));
  };
  return { size: size === IN_EXTRA ? next() : size, offset: offset === IN_EXTRA ? next() : offset };
}

function longField(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  return Buffer.alloc(0);
}

/** It stands at the very end, behind it only a comment of at most 65,535 bytes. */
function endOfDirectory(buffer: Buffer): number {
  for (let at = buffer.length - 22; at >= Math.max(0, buffer.length - 22 - 65_535); at -= 1)
    if (buffer.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new ZipRefused('it has no directory; perhaps it was cut off');
}

function unpack(buffer: Buffer, { method, size, offset }: Entry, left: number): Uint8Array {
  if (offset + 30 > buffer.length || buffer.readUInt32LE(offset) !== LOCAL_HEADER)
    throw new ZipRefused('a part is broken');
  const start = offset + 30 + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28);
  const packed = buffer.subarray(start, start + size);
  if (method === 0) {
    if (packed.length > left) throw new ZipRefused('it unpacks to more than is taken');
    return packed;
  }
  if (method !== 8) throw new ZipRefused('a part is packed in a way that workbooks are not');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    const isTooMuch = error instanceof RangeError;
    throw new ZipRefused(isTooMuch ? 'it unpacks to more than is taken' : 'a part is broken');
  }
}
