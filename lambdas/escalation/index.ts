export { decideNextStep } from './decide-next-step.ts';
