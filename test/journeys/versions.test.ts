import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, linkIn } from '../support/journey.ts';
import { ASSEMBLY, HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { promisedFor } from '../../local/partners/index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function copyOf(directory: string, beside = tmpdir()): string {
  const folder = mkdtempSync(join(beside, 'fairlead-'));
  folders.push(folder);
  cpSync(directory, folder, { recursive: true });
  return folder;
}

/** Replaces words in one file and says so when they are not there. */
function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
}

async function report(world: World, shipment: string): Promise<string> {
  knowShipment(world, shipment, 'S1');
  await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}` }));
  await world.advance(MINUTE);
  const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases?reference=shipment:${shipment}`);
  return json.items[0].id;
}
const callsOf = (world: World, shipment: string): readonly string[] =>
  world.told
    .filter(({ channel, headline }) => channel === 'email' && headline.includes(`NL-${shipment}`))
    .map(({ at, to }) => `${new Date(at).toISOString().slice(11, 16)} ${to}`);

test('a policy that is published in the middle holds for the next case, and for nothing of the open one', async () => {
  const world = await openWorld();
  const pack = copyOf(fileURLToPath(new URL('../../policies/default', import.meta.url)));
  const first = await report(world, 'SO-1');
  edit(join(pack, 'escalation.yaml'), 'delay: { S1: PT15M,', 'delay: { S1: PT5M,');
  edit(join(pack, 'types.yaml'), 'Check address and contact, then agree', 'Call the consignee, then agree');
  edit(join(pack, 'playbooks.yaml'), 'Check address and contact', 'Look the address up');
  const version = await world.publish(pack);
  const second = await report(world, 'SO-2');
  const cases = new Map((await world.cases()).map((record) => [record.id, record]));
  expect(cases.get(second)?.policyVersion).toBe(version);
  expect(cases.get(first)?.policyVersion).not.toBe(version);

  // A further report of the open case is weighed by the policy that it was opened with.
  await world.postEdi(edi214({ shipment: 'SO-1', tracking: 'NL-SO-1', time: '0230' }));
  await world.advance(20 * MINUTE);
  expect(callsOf(world, 'SO-1').map((call) => call.slice(0, 5))).toEqual(['09:00', '09:15', '09:15']);
  expect(callsOf(world, 'SO-2').map((call) => call.slice(0, 5))).toEqual(['09:01', '09:06', '09:06', '09:11']);
  const textOf = (shipment: string) =>
    world.told.findLast(({ headline, mail }) => mail !== undefined && headline.includes(`NL-${shipment}`))?.mail?.text;
  expect(textOf('SO-1')).toContain('Check address and contact, then agree');
  expect(textOf('SO-2')).toContain('Call the consignee, then agree');
  expect(textOf('SO-2')).toContain('Look the address up');
  for (const id of [first, second]) {
    const versions = new Set((await world.journal(id)).map(({ policyVersion }) => policyVersion));
    expect([...versions]).toEqual([cases.get(id)?.policyVersion]);
  }
  const lead = world.as(PEOPLE.lead.email);
  expect((await lead.get(`/v1/cases/${first}/playbook`)).json.playbook.tasks[0].title).toBe(
    'Check address and contact',
  );
  expect((await lead.get(`/v1/cases/${second}/playbook`)).json.playbook.tasks[0].title).toBe('Look the address up');
});

/** The next release: other words in the mails, and a state machine that reads otherwise. */
function nextRelease(): string {
  // Beside the other one: bundles are loaded by Node itself there.
  const folder = copyOf(ASSEMBLY, dirname(ASSEMBLY));
  let mails = 0;
  for (const asset of readdirSync(folder).filter((name) => name.startsWith('asset.'))) {
    for (const name of readdirSync(join(folder, asset)).filter((file) => /\.m?js$/.test(file))) {
      const file = join(folder, asset, name);
      const text = readFileSync(file, 'utf8');
      if (!text.includes('"What is at stake"')) continue;
      writeFileSync(file, text.replaceAll('"What is at stake"', '"At stake since the upgrade"'));
      mails += 1;
    }
  }
  const template = readdirSync(folder).find((name) => name.endsWith('case-flow.template.json')) ?? '';
  edit(join(folder, template), 'One execution a case and generation.', 'Of the next release.');
  if (mails === 0) throw new Error('no bundle has the words of a mail');
  return folder;
}

test('handlers are upgraded while executions wait: each goes on where it was, with the code that is there now', async () => {
  // Functions of one file share their memory, and remember the active policy for a while: this is another day.
  const world = await openWorld({ startAt: '2026-03-16T09:00:00Z' });
  const taken = await report(world, 'SO-1');
  const late = await report(world, 'SO-2');
  const solved = await report(world, 'SO-3');
  // One that waits for an approval.
  world.partners.erp.put('SO-4', {
    SalesOrder: '4500044',
    TotalNetAmount: '90000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(world.now() + 24 * HOUR).toISOString()),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  const estimatedArrival = new Date(world.now() + 48 * HOUR).toISOString();
  world.partners.tms.put('SO-4', { id: 'SHP-4', references: ['SO-4'], mode: 'road', estimatedArrival });
  await world.postEdi(edi214({ shipment: 'SO-4', tracking: 'NL-SO-4', status: 'SD', reason: 'AI' }));
  await world.advance(MINUTE);
  const lead = world.as(PEOPLE.lead.email);
  const waiting = (await lead.get('/v1/cases?reference=shipment:SO-4')).json.items[0].id;
  const [action] = (await lead.get(`/v1/cases/${waiting}/actions`)).json.actions;
  expect(action.state).toBe('awaiting_approval');
  const link = linkIn(
    world.told.find(({ mail, headline }) => mail !== undefined && headline.includes('NL-SO-1'))?.mail?.text ?? '',
  );

  await world.upgrade(nextRelease());

  // Links, tokens and proposals from before still count.
  expect((await world.request('POST', link)).text).toContain('You have it');
  const approve = `/v1/cases/${waiting}/actions/${action.id}/approve`;
  expect((await world.as(PEOPLE.approver.email).post(approve, { digest: action.digest })).status).toBe(200);
  expect((await lead.post(`/v1/cases/${solved}/resolve`, { resolution: 'solved' })).status).toBe(200);
  await world.advance(16 * MINUTE);
  // The one that was taken is quiet, the other is called by its second step, in the words of the next release.
  expect(callsOf(world, 'SO-1')).toHaveLength(1);
  expect(callsOf(world, 'SO-2').length).toBeGreaterThan(1);
  expect(
    world.told.findLast(({ mail, headline }) => mail !== undefined && headline.includes('NL-SO-2'))?.mail?.text,
  ).toContain('At stake since the upgrade');
  expect(world.told.some(({ headline }) => headline.includes('Resolved:') && headline.includes('NL-SO-3'))).toBe(true);
  expect((await lead.get(`/v1/cases/${waiting}/actions`)).json.actions).toMatchObject([{ state: 'confirmed' }]);
  // Nobody had to be restarted for it: the executions that waited went on.
  for (const record of await world.cases()) {
    expect(record.escalation.generation).toBe(1);
    const journal = await world.journal(record.id);
    expect(verifyChain(journal, record.chainHash)).toMatchObject({ whole: true });
    expect(journal.map(({ happening }) => happening.what)).not.toContain('LifecycleRestarted');
  }
  expect([taken, late, solved, waiting]).toHaveLength((await world.cases()).length);

  // And what comes now is of the next release from its first step.
  await report(world, 'SO-5');
  expect(callsOf(world, 'SO-5')).toHaveLength(1);
});
