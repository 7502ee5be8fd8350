/** How many bytes tell UTF-16 without a byte order mark. */
const LOOKED_AT = 1000;

/** UTF-16, by its byte order mark or by the zeros of its letters. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, LOOKED_AT);
  if (head.length < 4 || !head.includes(0)) return undefined;
  const zerosAt = (odd: number): number =>
    head.reduce((count, byte, index) => count + (byte === 0 && index % 2 === odd ? 1 : 0), 0);
  if (zerosAt(1) > head.length * 0.3) return 'utf-16le';
  return zerosAt(0) > head.length * 0.3 ? 'utf-16be' : undefined;
}
