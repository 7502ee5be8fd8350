/** mulberry32: small, fast, good enough for jitter and fault histories; never for secrets. One seed, one sequence. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexOf16Bits = (bits: number): string => `${BYTES[(bits >>> 8) & 255] ?? ''}${BYTES[bits & 255] ?? ''}`;
const draw32Bits = (random: () => number): number => Math.floor(random() * 4_294_967_296);

/** A version 4 UUID from the given source of randomness. Each call to AWS draws one, so it is drawn in four pieces. */
export function uuidFrom(random: () => number): string {
  const second = draw32Bits(random);
  const third = draw32Bits(random);
  const first = draw32Bits(random);
  const fourth = draw32Bits(random);
  const version = 0x4000 | (second & 0x0fff);
  const variant = 0x8000 | ((third >>> 16) & 0x3fff);
  return `${hexOf16Bits(first >>> 16)}${hexOf16Bits(first)}-${hexOf16Bits(second >>> 16)}-${hexOf16Bits(version)}-${hexOf16Bits(variant)}-${hexOf16Bits(third)}${hexOf16Bits(fourth >>> 16)}${hexOf16Bits(fourth)}`;
}
