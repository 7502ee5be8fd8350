import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { composeApp } from '../lib/app.ts';
import { bundleHandlers } from '../lib/bundle.ts';

await bundleHandlers(fileURLToPath(new URL('..', import.meta.url)));
const app = new App();
composeApp(app);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
