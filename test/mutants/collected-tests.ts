import { format } from 'node:util';
import { expect, vi } from 'vitest';

/** A test of a file, by its full name. */
export interface Collected {
  readonly name: string;
  readonly run: () => Promise<void>;
}

type Work = (...given: readonly unknown[]) => unknown;
type Named = (name: string, ...rest: readonly unknown[]) => void;
type Each = (name: string, work: Work, ...rest: readonly unknown[]) => void;

interface Scope {
  readonly path: readonly string[];
  readonly before: readonly Work[];
  readonly after: readonly Work[];
}

/**
 * What a test file finds in `vitest`, as far as the tests of pure rules use it: it collects tests, and leaves it to others to run them. Vitest itself takes over a second to
 * begin each run, and there are thousands of them. What expects and spies is Vitest's own.
 */
export function collector(): { readonly vitest: Readonly<Record<string, unknown>>; readonly tests: Collected[] } {
  const tests: Collected[] = [];
  let scope: Scope = { path: [], before: [], after: [] };
  let finished: Work[] = [];

  const test: Named = (name, ...rest) => {
    const work = rest.find((one): one is Work => typeof one === 'function');
    const { path } = scope;
    const own = scope;
    // Hooks may stand below the test that they are for.
    const hooks = (): Scope => scopes.get(own) ?? own;
    tests.push({
      name: [...path, name].join(' > '),
      run: async () => {
        finished = [];
        try {
          for (const hook of hooks().before) await hook();
          await work?.({ expect });
        } finally {
          for (const hook of [...hooks().after, ...finished]) await hook();
        }
      },
    });
  };
  const scopes = new Map<Scope, Scope>();
  const describe = (name: string, ...rest: readonly unknown[]): void => {
    const outer = scope;
    scope = { ...(scopes.get(outer) ?? outer), path: [...outer.path, name] };
    rest.find((one): one is Work => typeof one === 'function')?.();
    scope = outer;
  };
  const hook = (kind: 'before' | 'after') => (work: Work) => {
    const now = scopes.get(scope) ?? scope;
    scopes.set(scope, { ...now, [kind]: [...now[kind], work] });
  };
  const once = (kind: 'before' | 'after') => (work: Work) => {
    let done = false;
    hook(kind)(() => {
      if (done) return undefined;
      done = true;
      return work();
    });
  };
  const vitest = {
    test: withKinds(test),
    it: withKinds(test),
    describe: withKinds(describe),
    beforeEach: hook('before'),
    afterEach: hook('after'),
    beforeAll: once('before'),
    onTestFinished: (work: Work) => {
      finished.push(work);
    },
    expect,
    vi,
  };
  return { vitest, tests };
}

function withKinds(named: Named): Named & { readonly each: (table: readonly unknown[]) => Each; readonly skip: Named } {
  const each =
    (table: readonly unknown[]): Each =>
    (name, work, ...rest) => {
      table.forEach((row, index) => {
        const given: readonly unknown[] = Array.isArray(row) ? row : [row];
        named(`${format(name, ...given)} #${String(index)}`, () => work(...given), ...rest);
      });
    };
  return Object.assign(named.bind(undefined), { each, skip: () => undefined });
}
