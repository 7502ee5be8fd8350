import { join } from 'node:path';
import * as z from 'zod';
import type { Check } from './check.ts';
import { absent, failed, passed } from './check.ts';
import { projectRoot, runTool } from './run-tool.ts';
import { listSourceFiles, presentSourceFolders } from './source-files.ts';

const cruise = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.unknown()) })),
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        comment: z.string().optional(),
        via: z.array(z.object({ name: z.string() })).optional(),
      }),
    ),
  }),
});

type Violation = z.infer<typeof cruise>['summary']['violations'][number];

/** The law itself is `.dependency-cruiser.mjs`. */
export const checkImportLaw: Check = async (root) => {
  const files = listSourceFiles(root);
  if (files.length === 0) return absent('source file');
  const config = join(projectRoot, '.dependency-cruiser.mjs');
  const run = await runTool(
    'depcruise',
    ['--config', config, '--output-type', 'json', ...presentSourceFolders(root)],
    root,
  );
  if (!run.stdout.startsWith('{')) return failed('the cruiser did not run', run.output);

  const result = cruise.parse(JSON.parse(run.stdout));
  const blindness = findBlindness(files, result.modules);
  if (blindness !== undefined) return failed(blindness, 'A law that looks at nothing is kept by everyone.');
  const { violations } = result.summary;
  const note = `${files.length} modules`;
  return violations.length === 0 ? passed(note) : failed(note, violations.map(describeViolation).join('\n'));
};

/**
 * With a compiler that the cruiser cannot use it sees no module, or modules without imports, and reports success. So its
 * view is held against the disk, file by file.
 */
export function findBlindness(
  files: readonly string[],
  modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[],
): string | undefined {
  const seen = new Set(modules.map((module) => module.source));
  const overlooked = files.filter((file) => !seen.has(file));
  if (overlooked.length > 0)
    return `the cruiser overlooked ${overlooked.length} of ${files.length} modules: ${overlooked[0]}`;
  const imports = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
  if (files.length > 1 && imports === 0) return `the cruiser saw no import in ${files.length} modules`;
  return undefined;
}

function describeViolation(violation: Violation): string {
  const via = violation.via?.map((step) => step.name).join(' -> ');
  const path = via === undefined || via === '' ? '' : ` (by ${via})`;
  return `${violation.rule.name}: ${violation.from} -> ${violation.to}${path}`;
}
