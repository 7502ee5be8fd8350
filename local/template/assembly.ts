import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
}

/** The stacks of a cloud assembly (the output of `cdk synth`), each after those that it depends on. */
export function readAssembly(directory: string): readonly StackTemplate[] {
  const manifest: { artifacts: Record<string, Artifact> } = JSON.parse(
    readFileSync(join(directory, 'manifest.json'), 'utf8'),
  );
  const ordered: StackTemplate[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const artifact = manifest.artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || seen.has(id)) return;
    seen.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const file = artifact.properties?.templateFile;
    if (file === undefined) throw new Error(`the stack ${id} has no template file`);
    ordered.push({
      name: artifact.properties?.stackName ?? id,
      template: JSON.parse(readFileSync(join(directory, file), 'utf8')),
    });
  };
  for (const id of Object.keys(manifest.artifacts).sort()) visit(id);
  return ordered;
}
