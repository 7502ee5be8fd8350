/**
 * The import law of the house. Within a room a file is pure unless its name says otherwise: `<verb-noun>.handler.ts`,
 * `<noun>.dynamo.ts`, everything in `adapters/`, and `index.ts`, the room's face. The law follows type imports as well:
 * a rule that speaks of a runtime's types cannot be moved or tested without it.
 */
const anyRoom = '^lambdas/(?!contracts/|platform/)[^/]+/';
const edgeKinds = [
  ['handlers', '.*[.]handler[.]ts$'],
  ['stores', '.*[.]dynamo[.]ts$'],
  ['adapters', '.*adapters/'],
  ['faces', 'index[.]ts$'],
];
const pureFile = { path: anyRoom, pathNot: edgeKinds.map(([, pattern]) => `^lambdas/[^/]+/${pattern}`) };
const runtimePackages = [
  'node_modules/(@aws-sdk|@smithy|@middy|@aws-lambda-powertools|electrodb|cockatiel)/',
  'node_modules/@slack/web-api/',
  // Types without a package of their own name, which the cruiser leaves unresolved.
  '^aws-lambda$',
];

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'What needs each other is one thing: draw what both need out of it.', {}, { circular: true }),
    forbid(
      'nothing-unresolved',
      'An import that cannot be resolved is not declared, or is misspelt.',
      {},
      { couldNotResolve: true, pathNot: '^aws-lambda$' },
    ),
    forbid(
      'contracts-stand-alone',
      'Every room speaks in contracts, so contracts can speak of no room.',
      { path: '^lambdas/contracts/' },
      { path: '^(lambdas|lib|local|bin|test|console)/', pathNot: '^lambdas/contracts/' },
    ),
    forbid(
      'contracts-know-no-runtime',
      'Contracts are schemas; they run in the console and in a script too.',
      { path: '^lambdas/contracts/' },
      { path: runtimePackages },
    ),
    forbid(
      'platform-knows-no-room',
      'The runtime serves every room and knows none.',
      { path: '^lambdas/platform/' },
      { path: anyRoom },
    ),
    forbid('rules-are-pure', 'A rule imports contracts and rules; it is a function of what it is given.', pureFile, {
      path: ['^lambdas/platform/', '^lambdas/.*([.]handler[.]ts$|[.]dynamo[.]ts$|/adapters/)', ...runtimePackages],
    }),
    forbid('rules-reach-no-runtime', 'Not by a detour either: what a rule imports is as pure as the rule.', pureFile, {
      path: ['^lambdas/platform/', ...runtimePackages],
      reachable: true,
    }),
    forbid('rules-do-no-io', 'Of Node a rule may use what only computes.', pureFile, {
      dependencyTypes: ['core'],
      pathNot: '^(node:)?(crypto|buffer|util|url|querystring|string_decoder|zlib|assert)$',
    }),
    ...edgeKinds.map(([kind, pattern]) =>
      forbid(
        `${kind}-use-the-front-door`,
        'Handlers and adapters know another room only by its index.ts.',
        { path: `^lambdas/([^/]+)/${pattern}`, pathNot: '^lambdas/(contracts|platform)/' },
        { path: anyRoom, pathNot: ['^lambdas/$1/', '^lambdas/[^/]+/index[.]ts$'] },
      ),
    ),
    forbid(
      'handlers-are-entries',
      'A handler is named by path in lib and imported by nobody.',
      { path: '^(lambdas|lib|local|bin)/' },
      { path: '[.]handler[.]ts$' },
    ),
    forbid(
      'lambdas-know-only-lambdas',
      'The product does not know how it is deployed, run here or tested.',
      { path: '^lambdas/' },
      { path: '^(lib|local|bin|test|console)/' },
    ),
    forbid(
      'lambdas-ship-no-dev-dependency',
      'What a handler needs at run time is a dependency of the product.',
      { path: '^lambdas/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'lib-names-handlers-by-path',
      'Infrastructure is synthesized without loading the code that it deploys; the table of routes is data, and there is one.',
      { path: '^lib/' },
      { path: '^(lambdas|local|bin|test|console)/', pathNot: '^lambdas/contracts/api/routes[.]ts$' },
    ),
    forbid(
      'local-knows-no-room',
      'The engine runs any template; it finds the product by what the template says.',
      { path: '^local/' },
      { path: '^(lambdas|lib|bin|test|console)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
