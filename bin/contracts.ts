import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { projectRoot } from './checks/run-tool.ts';
import { contractFiles, readPublished, writeText } from './contracts/files.ts';
import { planPublishing } from './contracts/plan-publishing.ts';

const USAGE = `npm run contracts                        writes docs/api/openapi.yaml and docs/api/asyncapi.yaml from the schemas
npm run contracts -- publish             and makes them what others are promised: docs/api/published
npm run contracts -- publish --because "WHY"   also where that breaks somebody; the reason is kept beside`;

function write(): void {
  for (const { path, text } of contractFiles()) {
    writeText(projectRoot, path, text);
    console.log(path);
  }
}

/** @returns whether it was possible. */
function publish(because: string | undefined): boolean {
  const today = new Date().toISOString().slice(0, 10);
  const plans = contractFiles().map((file) =>
    planPublishing(file, readPublished(projectRoot, file), { today, because }),
  );
  const refusals = plans.flatMap((plan) => (plan.ok ? [] : plan.refusals));
  for (const refusal of refusals) console.error(refusal);
  if (refusals.length > 0) return false;
  for (const plan of plans) {
    if (!plan.ok) continue;
    for (const [path, text] of Object.entries(plan.files)) writeText(projectRoot, path, text);
    console.log(plan.note);
  }
  return true;
}

const { values, positionals } = readCommandLine(USAGE, { takesWords: true, options: { because: { type: 'string' } } });
const command = positionals.join(' ');
if (!['', 'publish'].includes(command)) refuseCommandLine(USAGE, `There is no ${command}.`);
if (command === '' && values.because !== undefined) refuseCommandLine(USAGE, '--because belongs to publish.');
write();
if (command === 'publish') process.exitCode = publish(values.because) ? 0 : 1;
