import * as z from 'zod';
import {
  casesBehind,
  moveStart,
  moveWish,
  policyMove,
  policySimulation,
  signalFileGrant,
  signalFileWish,
  simulationWish,
} from '../../policy-run.ts';
import { page } from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';

const SEES = { tag: 'Policies', proof: 'person', right: 'see-policy' } as const;
const SIMULATES = { tag: 'Policies', proof: 'person', right: 'simulate-policy' } as const;
const MOVES = { tag: 'Policies', proof: 'person', right: 'publish-policy' } as const;
const next = z
  .string()
  .optional()
  .meta({ description: 'Goes into `after` for the next page; absent on the last one.' });
const query = z.object({ after: z.string().optional().meta({ description: '`next` of the page before.' }) });
const behind = query.extend({
  behind: z.string().meta({ description: 'The `behind` of a number: the cases are those of it.' }),
});
const simulation = { description: 'How far it is.', content: json(z.strictObject({ simulation: policySimulation })) };
const move = { description: 'How far it is.', content: json(z.strictObject({ move: policyMove })) };
const cases = { description: 'Two hundred at a time.', content: json(casesBehind) };

/** What takes longer than a call: it is asked for, and looked at until it is done. */
export const policyRunOperations = {
  'GET /v1/policy/simulations': {
    ...SEES,
    id: 'listPolicySimulations',
    summary: 'List simulations',
    query,
    answers: { 200: { description: 'By id.', content: json(page(policySimulation).extend({ next })) } },
    problems: PERSON,
  },
  'PUT /v1/policy/simulations/{simulationId}': {
    ...SIMULATES,
    id: 'simulatePolicy',
    summary: 'Simulate a draft against past cases',
    description:
      'Asks what a draft with its overlays would have made of past cases, ten thousand at most, or of a file of reports (`signals`). Nothing is sent, no system is asked, no case is changed. The same once more is the same simulation. It takes up to some minutes; GET says when it is done.',
    body: bodyOf(simulationWish),
    answers: { 200: simulation },
    problems: [...PERSON, 'invalid-request', 'policy-no-such-draft', 'policy-no-such-publication', 'policy-other-run'],
  },
  'POST /v1/policy/signal-files': {
    ...SIMULATES,
    id: 'uploadSignalFile',
    summary: 'Get an address for a file of reports to simulate',
    description:
      'Where there is no history: a file with a signal on each line, or `{ signal, facts }` with what systems would say, ten thousand at most. PUT it to the address within a quarter of an hour, with the headers as they stand there; then ask for a simulation that names its digest. It is forgotten after ninety days.',
    body: bodyOf(signalFileWish),
    answers: { 201: { description: 'Where to put it.', content: json(signalFileGrant) } },
    problems: [...PERSON, 'invalid-request'],
  },
  'GET /v1/policy/simulations/{simulationId}': {
    ...SEES,
    id: 'readPolicySimulation',
    summary: 'Read a simulation',
    description: 'Its numbers, each with the key of the cases behind it, and the same as a table.',
    answers: { 200: simulation },
    problems: [...PERSON, 'policy-no-such-simulation'],
  },
  'GET /v1/policy/simulations/{simulationId}/cases': {
    ...SEES,
    id: 'listCasesOfSimulation',
    summary: 'List the cases behind a number of a simulation',
    query: behind,
    answers: { 200: cases },
    problems: [...PERSON, 'invalid-request', 'policy-no-such-simulation', 'policy-no-such-number'],
  },
  'GET /v1/policy/moves': {
    ...SEES,
    id: 'listPolicyMoves',
    summary: 'List moves of open cases',
    query,
    answers: { 200: { description: 'By id.', content: json(page(policyMove).extend({ next })) } },
    problems: PERSON,
  },
  'PUT /v1/policy/moves/{moveId}': {
    ...MOVES,
    id: 'previewPolicyMove',
    summary: 'Preview a move of open cases to the policy in force',
    description:
      'Finds out what would change for all open cases that have another version, or for those that are named. No case is changed. It takes up to some minutes; GET says when it is previewed.',
    body: bodyOf(moveWish),
    answers: { 200: move },
    problems: [...PERSON, 'invalid-request', 'policy-none-in-force', 'policy-other-run'],
  },
  'GET /v1/policy/moves/{moveId}': {
    ...SEES,
    id: 'readPolicyMove',
    summary: 'Read a move',
    description: 'Its preview, and how far it is.',
    answers: { 200: move },
    problems: [...PERSON, 'policy-no-such-move'],
  },
  'GET /v1/policy/moves/{moveId}/cases': {
    ...SEES,
    id: 'listCasesOfMove',
    summary: 'List the cases behind a number of a move',
    description: 'With `behind=cases`: all that go over.',
    query: behind,
    answers: { 200: cases },
    problems: [...PERSON, 'invalid-request', 'policy-no-such-move', 'policy-no-such-number'],
  },
  'POST /v1/policy/moves/{moveId}/start': {
    ...MOVES,
    id: 'startPolicyMove',
    summary: 'Move what was previewed',
    description:
      'Three hundred cases a minute go over, the oldest first; the reason stands in the journal of each. What was ended meanwhile is left. A move that was stopped goes on.',
    body: bodyOf(moveStart),
    answers: { 200: move },
    problems: [
      ...PERSON,
      'invalid-request',
      'policy-no-such-move',
      'policy-move-not-possible-now',
      'policy-none-in-force',
    ],
  },
  'POST /v1/policy/moves/{moveId}/stop': {
    ...MOVES,
    id: 'stopPolicyMove',
    summary: 'Stop a move',
    description: 'Cases that went over stay there.',
    answers: { 200: move },
    problems: [...PERSON, 'policy-no-such-move', 'policy-move-not-possible-now'],
  },
} satisfies Readonly<Record<string, Operation>>;
