export { buildImpactFacts } from './build-impact-facts.ts';
export { askAgainAt, sayWhatIsOld } from './unanswered.ts';
export { assessImpact, scoreSeverity } from './score-severity.ts';
