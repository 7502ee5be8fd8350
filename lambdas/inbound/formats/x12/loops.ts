import type { Segment } from './tokenize.ts';

export interface Loop {
  /** From 1. */
  readonly number: number;
  readonly segments: readonly Segment[];
}

export interface Loops {
  /** What stands before the first loop. */
  readonly header: readonly Segment[];
  readonly loops: readonly Loop[];
}

/** Cuts a set at each segment that begins a loop. What is true of the whole set stands before the first; totals (CTT, TDS, SE …) stay with the last, which does no harm. */
export function loopsOf(segments: readonly Segment[], begins: readonly string[]): Loops {
  const starts = segments.flatMap(({ tag }, index) => (begins.includes(tag) ? [index] : []));
  return {
    header: segments.slice(0, starts[0] ?? segments.length),
    loops: starts.map((start, index) => ({ number: index + 1, segments: segments.slice(start, starts[index + 1]) })),
  };
}

/** The first segment of a tag, or one with no elements. */
export function firstOf(segments: readonly Segment[], ...tags: readonly string[]): Segment {
  return segments.find(({ tag }) => tags.includes(tag)) ?? { tag: tags[0] ?? '', elements: [], position: 1 };
}
