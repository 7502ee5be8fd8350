import { conceptsOf } from './concepts.ts';
import { cues } from './cues.ts';
import type { Phrase } from './phrases/index.ts';
import { withoutPlaces } from './places-in-text.ts';
import { plainWords, withoutGreeting } from './sentences.ts';

/** How much a sentence speaks for each type against its being ordinary: the logarithm of how many times likelier it is. */
export type WeighSentence = (sentence: string) => ReadonlyMap<string, number>;

/** By cross-validation over the phrases, never over the mails that it is measured with. More passes change nothing. */
const PASSES = 30;
const STEP = 0.3;
const SHRINKING = 0.003;
/** A sentence that means more than this is a list. */
const MOST_CONCEPTS = 24;

/**
 * Multinomial logistic regression (AdaGrad, in the order of the phrases, so that the same phrases make the same weights) over what the words of a sentence mean, each two of it, and the cues that it has.
 * Meanings are the same in every language, so that one language learns from the others. It is made from the phrases in half a second: there is no file of weights that nobody can read.
 */
export function learn(phrases: readonly Phrase[]): WeighSentence {
  const types = ['none', ...new Set(phrases.map(({ type }) => type).filter((type) => type !== 'none'))];
  const numberOf = new Map<string, number>();
  const examples = phrases.map(({ type, text }) => ({
    right: types.indexOf(type),
    features: featuresOf(text).map((name) => {
      const number = numberOf.get(name) ?? numberOf.size;
      numberOf.set(name, number);
      return number;
    }),
  }));
  const weights = new Float64Array(numberOf.size * types.length);
  const squares = new Float64Array(weights.length).fill(1e-6);
  for (let round = 0; round < PASSES; round += 1) {
    for (const { right, features } of examples) {
      const scale = 1 / Math.sqrt(features.length);
      const probabilities = softmax(scoresOf(weights, types.length, features));
      for (let at = 0; at < types.length; at += 1) {
        const wrongness = ((probabilities[at] ?? 0) - (at === right ? 1 : 0)) * scale;
        for (const feature of features) {
          const place = feature * types.length + at;
          const slope = wrongness + SHRINKING * (weights[place] ?? 0);
          const square = (squares[place] ?? 0) + slope * slope;
          squares[place] = square;
          weights[place] = (weights[place] ?? 0) - (STEP * slope) / Math.sqrt(square);
        }
      }
    }
  }
  return (sentence) => {
    const known = featuresOf(sentence).map((name) => numberOf.get(name) ?? -1);
    const [ordinary = 0, ...scores] = scoresOf(weights, types.length, known);
    return new Map(scores.map((score, at) => [types[at + 1] ?? 'none', score - ordinary] as const));
  };
}

/** A feature that the phrases have not (-1) counts nothing, but takes its share. */
function scoresOf(weights: Float64Array, width: number, features: readonly number[]): readonly number[] {
  const scores = Array.from({ length: width }, () => 0);
  for (const feature of features) {
    if (feature < 0) continue;
    for (let at = 0; at < width; at += 1) scores[at] = (scores[at] ?? 0) + (weights[feature * width + at] ?? 0);
  }
  const scale = 1 / Math.sqrt(features.length);
  return scores.map((score) => score * scale);
}

function softmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function featuresOf(text: string): readonly string[] {
  const words = withoutPlaces(withoutGreeting(plainWords(text)));
  const concepts = conceptsOf(words).toSorted().slice(0, MOST_CONCEPTS);
  const pairs = concepts.flatMap((one, at) => concepts.slice(at + 1).map((other) => `${one} ${other}`));
  const cued = cues.flatMap(([type, weight, pattern]) => (pattern.test(words) ? [`${type} ${String(weight)}`] : []));
  return ['', ...concepts, ...pairs, ...new Set(cued)];
}
