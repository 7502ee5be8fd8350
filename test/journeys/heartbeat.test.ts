import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ASSEMBLY, MINUTE, openWorld } from '../support/world.ts';
import type { World } from '../support/world.ts';

const ADDRESS = 'https://beats.example/5f2c-topsecret';

/** The templates of the run, with the address of a stage that has one. Beside the other ones: bundles are loaded by Node itself there. */
const folder = mkdtempSync(join(dirname(ASSEMBLY), 'fairlead-'));
cpSync(ASSEMBLY, folder, { recursive: true });
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const templateOf = (stack: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(`${stack}.template.json`)) ?? '');
interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: any }>;
}
const read = (stack: string): Template => JSON.parse(readFileSync(templateOf(stack), 'utf8'));
const caseFlow = read('case-flow');
const [auditor] = Object.entries(caseFlow.Resources).filter(
  ([id, { Type }]) => id.startsWith('AuditCases') && Type === 'AWS::Lambda::Function',
);
auditor![1].Properties.Environment.Variables.HEARTBEAT_URL = ADDRESS;
writeFileSync(templateOf('case-flow'), JSON.stringify(caseFlow));

const alarm = Object.values(read('operations').Resources).find(
  ({ Properties }) => Properties?.MetricName === 'AuditorRuns' && Properties.ComparisonOperator !== undefined,
)!.Properties;

/** Whether the alarm of the template would be raised over this time, by what the functions have put out as metrics. */
function alarmIn(world: World, from: number, to: number): boolean {
  const dimensions: { Name: string; Value: string }[] = alarm.Dimensions;
  const values = world.events.flatMap(({ kind, heardAt, line }) => {
    if (kind !== 'lambda.log' || Number(heardAt) <= from || Number(heardAt) > to) return [];
    if (!String(line).includes(`"${String(alarm.MetricName)}"`)) return [];
    const metric = JSON.parse(String(line));
    const isOfAlarm =
      metric._aws?.CloudWatchMetrics[0]?.Namespace === alarm.Namespace &&
      dimensions.every(({ Name, Value }) => metric[Name] === Value);
    return isOfAlarm ? [Number([metric[alarm.MetricName]].flat()[0])] : [];
  });
  if (values.length === 0) return alarm.TreatMissingData === 'breaching';
  return values.reduce((sum, value) => sum + value, 0) < alarm.Threshold;
}

test('each minute the auditor is heard outside; when it stops nobody hears it, its alarm is raised, and both end when it is back', async () => {
  expect(alarm).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Statistic: 'Sum', Period: 300, Threshold: 1 });
  expect(alarm.AlarmActions.length).toBeGreaterThan(0);
  const beats: number[] = [];
  let status = 200;
  const world = await openWorld({
    aroundPartners: (request, caller, answer) => {
      if (request.url !== ADDRESS) return answer();
      expect([request.method, caller?.functionName]).toEqual(['POST', expect.stringContaining('AuditCases')]);
      beats.push(world.now());
      return Promise.resolve(new Response(null, { status }));
    },
  });
  // A stage without an address calls nobody.
  await world.advance(3 * MINUTE);
  expect(beats).toEqual([]);
  await world.upgrade(folder);

  /** In how many of these minutes it was heard, once in each, and whether the alarm would have been raised. */
  const live = async (minutes: number): Promise<{ heard: readonly number[]; alarm: boolean }> => {
    const from = world.now();
    beats.length = 0;
    await world.advance(minutes * MINUTE);
    const heard = beats.map((at) => Math.floor(at / MINUTE) - Math.floor(from / MINUTE));
    return { heard, alarm: alarmIn(world, from, world.now()) };
  };
  const each = [1, 2, 3, 4, 5];
  expect(await live(5)).toEqual({ heard: each, alarm: false });
  // Who watches from outside is away: that is no reason not to look after cases, and it is in no line by its address.
  status = 500;
  expect(await live(5)).toEqual({ heard: each, alarm: false });
  const lines = world.events.map(({ line }) => String(line));
  expect(lines.filter((line) => line.includes('auditor.heartbeat_failed'))).toHaveLength(5);
  expect(lines.filter((line) => line.includes('topsecret'))).toEqual([]);
  status = 200;

  const arn = world.engine.provisioned.resources.find(({ logicalId }) => logicalId === auditor![0])?.ref ?? '';
  world.engine.lambda.setCode(arn, () => {
    throw new Error('stands still');
  });
  expect(await live(5)).toEqual({ heard: [], alarm: true });
  expect(await live(5)).toEqual({ heard: [], alarm: true });

  await world.upgrade(folder);
  const back = await live(5);
  // What could not run is run once more, and is heard with the rest.
  expect({ ...back, heard: [...new Set(back.heard)] }).toEqual({ heard: each, alarm: false });
});
