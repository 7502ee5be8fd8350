import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { composeApp } from '../lib/app.ts';
import { bundleHandlers } from '../lib/bundle.ts';

/**
 * Synthesizes the application in this process, as `cdk synth` does, and answers the folder of the cloud assembly. Bundles come first, because the
 * template names them.
 */
export async function synthesize(
  root: string,
  stage = 'dev',
  outdir = join(root, '.build', 'assembly'),
): Promise<string> {
  await bundleHandlers(root);
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir, context: { ...context, stage }, analyticsReporting: false });
  composeApp(app);
  return app.synth().directory;
}
