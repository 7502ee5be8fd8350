/** The pure rules of a room, and the cheap tests that hold them. A mutant is tried on those tests that run through it. */
export interface Room {
  readonly rules: readonly string[];
  readonly tests: readonly string[];
}

const below = (folder: string, end: string, names: readonly string[]): readonly string[] =>
  names.map((name) => (name.startsWith('!') ? `!${folder}/${name.slice(1)}${end}` : `${folder}/${name}${end}`));
const rules = (room: string, ...names: readonly string[]): readonly string[] => below(`lambdas/${room}`, '.ts', names);
/** Without those that start a handler or store (they are about edges, and long), and without those that only Vitest itself can run. */
const tests = (room: string, ...names: readonly string[]): readonly string[] => {
  const not = ['*handler', '*races', ...names.filter((name) => name.startsWith('!')).map((name) => name.slice(1))];
  const wanted = names.filter((name) => !name.startsWith('!') && name !== '*');
  // Stryker knows no pattern that takes away from another.
  return below(`test/unit/${room}`, '.test.ts', wanted.length > 0 ? wanted : [`@(!(${not.join('|')}))`]);
};

/** The whole of a decision, over the default pack. */
const DECISIONS = [...tests('policy', 'worked-examples'), ...tests('case', 'decide-triage')];

/** What decides: how severe, whose, when, who is called, what is done, which case and incident it is. What reads, tells and stores is no rule. */
export const ROOMS: Readonly<Record<string, Room>> = {
  scoring: {
    rules: rules('scoring', '*', '!index'),
    tests: [...tests('scoring'), ...tests('policy', 'rates'), ...DECISIONS],
  },
  routing: {
    rules: rules('routing', 'name-owner', 'on-duty', 'rota-changes', 'timetable', 'turns', 'who-is-on-duty'),
    tests: [...tests('routing'), ...DECISIONS],
  },
  playbook: { rules: rules('playbook', '*', '!index'), tests: [...tests('playbook'), ...tests('actions', 'propose')] },
  incident: {
    rules: rules('incident', 'cause*', 'decide-*', 'growth', 'membership', 'open-incident'),
    tests: tests('incident', '*', '!*stores', '!regroup'),
  },
  intake: { rules: rules('intake', 'correlate', 'decide-*'), tests: tests('intake', '*', '!take-in') },
  escalation: {
    rules: rules('escalation', '*', '!index', '!*.handler', '!explain-*'),
    tests: tests('escalation', '*', '!heartbeat'),
  },
  policy: {
    rules: rules(
      'policy',
      ...['can-hold', 'check-*', 'compile-expression', 'count-behind', 'decide-*', 'expression', 'overlay'],
      ...['refuse', 'release-at', 'syntax-tree', 'warn-of-pack'],
    ),
    // The quick ones first: a change of what is read with its file is tried on all of them, up to the first that notices.
    tests: tests(
      'policy',
      ...[
        'small-rules',
        'decide-*',
        'check-words',
        'check-codes',
        'check-grouping',
        'check-playbooks',
        'check-expression',
      ],
      ...['check-conditions', 'expression', 'compile-expression', 'can-hold', 'check-customer-messages'],
      ...['check-sections', 'lay-over', 'overlays', 'check-pack'],
    ),
  },
  case: {
    rules: rules('case', 'clocks', 'decide-*', 'duration', 'ladder', 'states', 'task-readiness', 'working-time'),
    tests: tests('case', '*', '!*stores', '!written-before'),
  },
  actions: {
    rules: rules('actions', 'decide-*', '!*.handler', 'find-drift', 'govern-action'),
    tests: tests('actions', '*', '!catalogue', '!answer-together', '!document-answers'),
  },
  moving: { rules: rules('moving', 'decide-*', 'govern-anew'), tests: tests('moving') },
  foresight: { rules: rules('foresight', '*', '!*.handler'), tests: tests('foresight') },
  silence: { rules: rules('silence', 'decide-silent-source', 'expectation'), tests: tests('silence', '*', '!many') },
};
