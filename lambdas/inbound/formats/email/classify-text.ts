import { denials, isSettled } from './cues.ts';
import { familiarWith } from './known-words.ts';
import { learn } from './learn-sentences.ts';
import type { WeighSentence } from './learn-sentences.ts';
import { phrases } from './phrases/index.ts';
import { isOnlyPossible, plainWords, sentencesOf } from './sentences.ts';

export interface Candidate {
  /** An exception type, or `none`: it reports no trouble. */
  readonly type: string;
  /** All candidates of a text together make 1. */
  readonly probability: number;
  /** The sentence that speaks for it most. */
  readonly said: string;
}

/** What a text reports, the likeliest first, `none` always among them. A better model takes the place of ours by this type: it may take its time, and what it says is held by the same set of mails. */
export type MailClassifier = (text: string) => readonly Candidate[] | Promise<readonly Candidate[]>;

/** From what its sentences weigh to the probability of a mail: found by cross-validation over the phrases, put together to mails with ordinary ones. */
const SHARPNESS = 1.2;
const WEIGHT_OF_NONE = 2.5;
/** Strong words make no certainty: about one in twenty of them means something else. */
const MOST_WEIGHT = 5;

let learnt: WeighSentence | undefined;
const isFamiliar = familiarWith(phrases);
const TYPES = ['none', ...new Set(phrases.map(({ type }) => type).filter((type) => type !== 'none'))];

/** Of a text in words that we do not know every type is as likely. */
const unread: readonly Candidate[] = TYPES.map((type) => ({ type, probability: 1 / TYPES.length, said: '' }));

/** The sentence counts that says most of a trouble. One that asks, supposes or denies counts nothing; one that says it is settled takes back what was said before it. */
export function classifyText(text: string): readonly Candidate[] {
  if (!isFamiliar(text)) return unread;
  learnt ??= learn(phrases);
  const most = new Map<string, { readonly weight: number; readonly said: string }>();
  for (const sentence of sentencesOf(text)) {
    const words = plainWords(sentence);
    if (isSettled(words)) {
      most.clear();
      continue;
    }
    if (isOnlyPossible(words) || denials.test(words)) continue;
    for (const [type, weight] of learnt(sentence))
      if (weight > (most.get(type)?.weight ?? -Infinity)) most.set(type, { weight, said: sentence });
  }
  const heaviest = SHARPNESS * Math.max(0, ...[...most.values()].map(({ weight }) => weight));
  const tooMuch = Math.max(0, heaviest - MOST_WEIGHT);
  const scores = [
    { type: 'none', said: '', score: WEIGHT_OF_NONE },
    ...[...most].map(([type, { weight, said }]) => ({ type, said, score: weight * SHARPNESS - tooMuch })),
  ];
  const total = scores.reduce((sum, { score }) => sum + Math.exp(score), 0);
  return scores
    .map(({ type, score, said }) => ({ type, said, probability: Math.exp(score) / total }))
    .toSorted((one, other) => other.probability - one.probability);
}
