export { askSystem } from './ask-system.ts';
