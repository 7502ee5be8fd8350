import { measureDecisions } from './decisions.ts';

process.stdout.write(JSON.stringify(measureDecisions((text) => void process.stderr.write(`${text}\n`))));
