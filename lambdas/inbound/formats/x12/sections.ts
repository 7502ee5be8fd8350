import { filled } from './references.ts';
import type { Segment } from './tokenize.ts';

/** One LX loop, or one package (CD3) of it, with what it inherits from its loop. */
export interface Section {
  readonly loop: string;
  readonly name: string;
  readonly inherited: readonly Segment[];
  readonly segments: Segment[];
}

export function sectionsOf(segments: readonly Segment[]): readonly Section[] {
  const sections: Section[] = [];
  let loop: Section = { loop: '1', name: 'LX 1', inherited: [], segments: [] };
  let open = loop;
  let loops = 0;
  let packages = 0;
  for (const segment of segments) {
    if (segment.tag === 'LX') {
      loops += 1;
      packages = 0;
      const number = filled(segment.elements[0], 20) ?? String(loops);
      open = loop = { loop: number, name: `LX ${number}`, inherited: [], segments: [] };
    } else if (segment.tag === 'CD3') {
      packages += 1;
      open = { loop: loop.loop, name: `${loop.name}, package ${packages}`, inherited: loop.segments, segments: [] };
    }
    if (open.segments.length === 0) sections.push(open);
    open.segments.push(segment);
  }
  return sections;
}
