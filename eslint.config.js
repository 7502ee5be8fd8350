import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The clock rule. Time, randomness and the network reach the product through `lambdas/platform` only; the engine, the
 * tests and the fault runs drive them there, and one seed gives one history. What bypasses it cannot be driven.
 */
const askPlatform =
  'Time, randomness and the network come from lambdas/platform, in local from the kernel, or are given.';

const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const calls = [...timers, 'fetch'];

const clockGlobals = [...calls, 'performance'].map((name) => ({ name, message: askPlatform }));

const clockProperties = [
  { object: 'Date', property: 'now' },
  { object: 'Math', property: 'random' },
  { object: 'Temporal', property: 'Now' },
  { object: 'AbortSignal', property: 'timeout' },
  { object: 'process', property: 'hrtime' },
  { object: 'process', property: 'uptime' },
  ...['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'].map((property) => ({ object: 'crypto', property })),
  ...[...calls, 'performance', 'crypto'].map((property) => ({ object: 'globalThis', property })),
].map((each) => ({ ...each, message: askPlatform }));

const clockSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: askPlatform },
  { selector: 'CallExpression[callee.name="Date"]', message: askPlatform },
];

const clockImports = [
  ...['node:timers', 'node:timers/promises', 'timers', 'timers/promises', 'node:perf_hooks', 'perf_hooks'].map(
    (name) => ({
      name,
      message: askPlatform,
    }),
  ),
  ...['node:crypto', 'crypto'].map((name) => ({
    name,
    importNames: [
      'default',
      'randomUUID',
      'randomBytes',
      'randomInt',
      'randomFillSync',
      'randomFill',
      'getRandomValues',
      'webcrypto',
    ],
    message: askPlatform,
  })),
];

const clockRule = {
  'no-restricted-globals': ['error', ...clockGlobals],
  'no-restricted-properties': ['error', ...clockProperties],
  'no-restricted-imports': ['error', { paths: clockImports }],
};
const noClockRule = {
  'no-restricted-globals': 'off',
  'no-restricted-properties': 'off',
  'no-restricted-imports': 'off',
};

/** A cast is a claim that nobody checks: parse with a schema, narrow with a guard, or use `satisfies`. */
const castSyntax = [
  {
    selector: 'TSAsExpression:not([typeAnnotation.typeName.name="const"])',
    message: 'No cast outside tests: parse with a schema, narrow with a guard, or use satisfies.',
  },
  {
    selector: 'TSTypeAssertion',
    message: 'No cast outside tests: parse with a schema, narrow with a guard, or use satisfies.',
  },
];

const restrictSyntax = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] });

const unsafeRules = [
  'no-explicit-any',
  'no-unsafe-argument',
  'no-unsafe-assignment',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
].map((name) => `@typescript-eslint/${name}`);

/** What strict says of `+`, where one thing is then let through. */
const onlyOneType = { allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false };

const off = (rules) => Object.fromEntries(rules.map((rule) => [rule, 'off']));

export default defineConfig(
  globalIgnores(['node_modules/', 'cdk.out/', '.build/', '.data/', 'coverage/', 'reports/']),
  {
    // A rule that does not fit is changed here with its reason, for all, and never switched off in passing.
    linterOptions: { noInlineConfig: true },
  },
  { files: ['**/*.{js,mjs,cjs}'], extends: [js.configs.recommended] },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...clockRule,
      ...restrictSyntax(clockSyntax, castSyntax),
      'max-lines': ['error', 300],
      // `== null` is the one short way to say "null or undefined".
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Interchange formats and AWS name the control characters that they allow.
      'no-control-regex': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A number in a text is what it looks like; the rule's other refusals (objects, undefined) stay.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => log(x)` reads better than a block, and hands nothing on.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A function is async because its port is, also where one of its adapters has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `_` says that the signature wants a parameter that this function does not.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['lambdas/**/*.ts'],
    // The logger writes by catalogue code, with case and correlation id.
    rules: { 'no-console': 'error' },
  },
  {
    files: ['lambdas/**/*.handler.ts'],
    rules: { complexity: ['error', 8], 'max-params': ['error', 4] },
  },
  {
    // The one place that knows the runtime.
    files: ['lambdas/platform/**/*.ts'],
    rules: { ...noClockRule, ...restrictSyntax(castSyntax) },
  },
  {
    files: ['local/**/*.ts'],
    rules: {
      // An operation takes and gives the shape of the SDK command of its name, which the engine learns at run time.
      ...off(unsafeRules),
      '@typescript-eslint/restrict-plus-operands': ['error', { ...onlyOneType, allowAny: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowAny: true }],
    },
  },
  {
    // The engine is the clock, and real time drives it under `npm start`. What is built on the kernel asks the kernel.
    files: ['local/**/*.ts'],
    ignores: ['local/{services,template,partners}/**'],
    rules: { ...noClockRule, ...restrictSyntax(castSyntax) },
  },
  {
    // A row has the shape that its query gives it: who asks names it, and SQLite cannot check it.
    files: ['local/kernel/{store,types}.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    // Commands for people: they take the time that they take.
    files: ['bin/**/*.ts', '*.ts'],
    rules: { ...noClockRule, ...restrictSyntax(castSyntax) },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      ...noClockRule,
      'no-restricted-syntax': 'off',
      // Tables of cases are long, and are read by row.
      'max-lines': 'off',
      // A test reads answers as they came, and fails when they are not what it says they are.
      ...off(unsafeRules),
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // Journeys and fault runs live in virtual time; an hour of real time in one would go unnoticed until it is slow.
    files: ['test/{journeys,faults,statemachines,unit}/**/*.ts'],
    rules: { ...clockRule, ...restrictSyntax(clockSyntax) },
  },
);
