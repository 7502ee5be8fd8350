export { buildImpactFacts } from './build-impact-facts.ts';
export { assessImpact, scoreSeverity } from './score-severity.ts';
