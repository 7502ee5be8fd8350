import type { ExceptionType } from '../../../contracts/index.ts';
import { cues, denials, settled } from './cues.ts';
import { isOnlyPossible, plainWords, sentencesOf } from './sentences.ts';

export interface Candidate {
  /** An exception type, or `none`: it reports no trouble. */
  readonly type: string;
  /** All candidates of a text together make 1. */
  readonly probability: number;
  /** The sentence that speaks for it most. */
  readonly said: string;
}

/** What a text reports, the likeliest first, `none` always among them. A better model takes the place of ours by this type. */
export type ClassifyText = (text: string) => readonly Candidate[];

/** A text that says nothing of trouble is ordinary: most mails are. */
const WEIGHT_OF_NONE = 1.5;
/** Many words for the same thing make no certainty. */
const MOST_WEIGHT = 6;

/**
 * Cue phrases with a weight each, added over the sentences that state something, and made probabilities by softmax. A sentence that asks, supposes or denies counts nothing; one that
 * says it is settled takes back what was said before it.
 */
export const classifyText: ClassifyText = (text) => {
  const found = new Map<ExceptionType, { weight: number; most: number; said: string; patterns: Set<RegExp> }>();
  for (const sentence of sentencesOf(text)) {
    const words = plainWords(sentence);
    if (settled.test(words)) {
      found.clear();
      continue;
    }
    if (isOnlyPossible(words) || denials.test(words)) continue;
    for (const [type, weight, pattern] of cues) {
      if (!pattern.test(words)) continue;
      const one = found.get(type) ?? { weight: 0, most: 0, said: '', patterns: new Set() };
      if (one.patterns.has(pattern)) continue;
      one.patterns.add(pattern);
      one.weight = Math.min(MOST_WEIGHT, one.weight + weight);
      if (weight > one.most) Object.assign(one, { most: weight, said: sentence });
      found.set(type, one);
    }
  }
  const scores = [
    { type: 'none', weight: WEIGHT_OF_NONE, said: '' },
    ...[...found].map(([type, { weight, said }]) => ({ type, weight, said })),
  ];
  const total = scores.reduce((sum, { weight }) => sum + Math.exp(weight), 0);
  return scores
    .map(({ type, weight, said }) => ({ type, said, probability: Math.exp(weight) / total }))
    .toSorted((one, other) => other.probability - one.probability);
};
