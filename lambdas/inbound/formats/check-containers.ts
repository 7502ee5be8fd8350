import { CONTAINER_REGISTRY, checkDigitOf, isChecked } from './references.ts';
import type { Translation } from './translator.ts';

const MOST_WARNINGS = 20;

/** A container whose check digit is another one than ISO 6346 gives was mistyped somewhere. It is kept as it was sent, for it may be the only thing that is named; the sender is told. */
export function warnOfContainers(translation: Translation): Translation {
  const wrong = new Set<string>();
  for (const { references } of translation.drafts) {
    for (const { kind, value, issuer } of references) {
      const isWhole = kind === 'container' && issuer === CONTAINER_REGISTRY && value.length === 11;
      if (isWhole && wrong.size < MOST_WARNINGS && !isChecked(value)) wrong.add(value);
    }
  }
  if (wrong.size === 0) return translation;
  const warnings = [...wrong].map(
    (value) =>
      `the container ${value} has a wrong check digit: ISO 6346 gives ${checkDigitOf(value)}; it is kept as it was sent`,
  );
  return { ...translation, warnings: [...translation.warnings, ...warnings] };
}
