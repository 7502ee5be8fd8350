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

const hexOf32Bits = (random: () => number): string =>
  Math.floor(random() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');

/** A version 4 UUID from the given source of randomness. Each call to AWS draws one, so it is drawn in four pieces. */
export function uuidFrom(random: () => number): string {
  const second = hexOf32Bits(random);
  const third = hexOf32Bits(random);
  const variant = ((Number.parseInt(third.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  const first = hexOf32Bits(random);
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${hexOf32Bits(random)}`;
}
