import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { composeApp } from '../../lib/app.ts';
import { bundleDirectory } from '../../lib/bundle.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One resource of a template, with the stack that it stands in. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: any;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface Synthesized {
  readonly resources: readonly Resource[];
  /** Value by name of the output, over all stacks. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** `inbound/receive-signal` for each handler file. */
export function handlersInTheTree(): readonly string[] {
  return globSync('lambdas/*/*.handler.ts', { cwd: ROOT })
    .map((file) => file.replace(/^lambdas\//, '').replace(/\.handler\.ts$/, ''))
    .sort();
}

/** What a template promises does not depend on what the bundles hold: a missing one is made as a stub. */
function provideBundles(): void {
  for (const handler of handlersInTheTree()) {
    const directory = bundleDirectory(ROOT, handler);
    if (existsSync(join(directory, 'index.mjs'))) continue;
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'index.mjs'), 'export const handler = async () => ({});\n');
  }
}

/** The context of cdk.json, as the CLI would give it. */
export function cdkContext(): any {
  return JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context;
}

/** Synthesizes the whole app in this process. Throws what the synthesis throws. */
export function synthesize(context: object): Synthesized {
  provideBundles();
  const outdir = mkdtempSync(join(tmpdir(), 'fairlead-synth-'));
  try {
    const app = new App({ context: { ...context }, outdir, analyticsReporting: false });
    composeApp(app);
    const templates = app.synth().stacks.map((stack) => [stack.stackName, stack.template] as const);
    return {
      resources: templates.flatMap(([stack, template]) =>
        Object.entries<any>(template.Resources ?? {}).map(([id, resource]) => ({
          stack,
          id,
          type: resource.Type,
          properties: resource.Properties ?? {},
          deletionPolicy: resource.DeletionPolicy,
          updateReplacePolicy: resource.UpdateReplacePolicy,
          dependsOn: resource.DependsOn ?? [],
        })),
      ),
      outputs: Object.assign(
        {},
        ...templates.map(([, template]) =>
          Object.fromEntries(
            Object.entries<any>(template.Outputs ?? {}).map(([name, output]) => [name, output.Value] as const),
          ),
        ),
      ),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function ofType({ resources }: Synthesized, type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** What the role of a function may. */
export function statementsOfRole(app: Synthesized, { stack, properties }: Resource): any[] {
  const role = properties.Role?.['Fn::GetAtt']?.[0];
  return ofType(app, 'AWS::IAM::Policy')
    .filter((policy) => policy.stack === stack && policy.properties.Roles.some((one: any) => one.Ref === role))
    .flatMap(({ properties: { PolicyDocument } }) => PolicyDocument.Statement);
}

/** The app with one resource changed or gone: to see that a rule would have caught it. The first of the type that fits. */
export function planted(
  app: Synthesized,
  type: string,
  change: (resource: any) => unknown,
  fits: (resource: Resource) => boolean = () => true,
): Synthesized {
  const index = app.resources.findIndex((resource) => resource.type === type && fits(resource));
  if (index < 0) throw new Error(`there is no ${type} to change`);
  const resources = structuredClone(app.resources) as Resource[];
  if (change(resources[index]) === 'drop') resources.splice(index, 1);
  return { ...app, resources };
}
