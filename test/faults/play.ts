import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { outputOf } from '../../bin/set-up/deployment.ts';
import { openWorld } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';
import { SYSTEMS } from '../../local/partners/index.ts';
import { createAgenda } from './agenda.ts';
import type { Agenda } from './agenda.ts';
import { planClimate } from './climate.ts';
import { createDice } from './dice.ts';
import { gather } from './gather.ts';
import { knowGoods } from './goods.ts';
import type { History } from './history.ts';
import { throttleOf } from './errors.ts';
import { createFaults } from './inject.ts';
import type { Tally } from './inject.ts';
import { customerOf } from './plan-agreements.ts';
import { createPeople } from './people.ts';
import type { Sight } from './people.ts';
import { namesOf, shortName } from './places.ts';
import { MINUTE, planHistory } from './plan.ts';
import type { Plan } from './plan.ts';
import { createSenders } from './senders.ts';
import { knowShipment } from './shipments.ts';
import { createWitness } from './witness.ts';
import { MAPPING, SOURCES } from './say.ts';

export interface Played {
  readonly history: History;
  readonly tally: Tally;
}

const DEFAULT_PACK = resolve(import.meta.dirname, '../../policies/default');

/**
 * The longest pause that anything promises to make before it looks again is an hour; then it has to be done. Not on a whole minute: what a minute's
 * functions have begun is on its way then, and not left.
 */
const SETTLING = 75.5 * MINUTE;

/** Lives through the history of a seed: hours in which much goes wrong, and then enough quiet for everything to come to its end. */
export async function playHistory(seed: number): Promise<Played> {
  const plan = planHistory(seed, createDice(seed, 1), createDice(seed, 5));
  let now = (): number => plan.startAt;
  const climate = planClimate(createDice(seed, 2));
  const faults = createFaults(climate, createDice(seed, 3), () => now(), plan.writes?.death);
  let begun = plan.startAt;
  let isArmed = false;
  const witness = createWitness(() => now());
  const packDirectory = packOf(seed, plan);
  const world = await openWorld({
    startAt: new Date(plan.startAt).toISOString(),
    // One deployment for all: names of its resources stay in the memory of functions, which the histories of one process share.
    seed: 1,
    packDirectory,
    intercept: (call, proceed) => {
      if (call.service === 'sesv2' && isArmed && spellOf(plan, world.now() - begun, 'ses') !== undefined) {
        faults.count('SendEmail', 'sesv2:SendEmail', 'partner');
        return Promise.reject(throttleOf('sesv2', 'SendEmail'));
      }
      if (call.service === 'sesv2' && isArmed && isBouncing(call.input, world.partners.mailbox.outcomeOf))
        faults.count('SendEmail', 'sesv2:SendEmail', 'bounced');
      return faults.intercept(call, () => witness.intercept(call, proceed));
    },
    onTold: (told) => {
      witness.told(told);
    },
    faults: { shuffleQueues: climate.shuffleQueues, failEntry: faults.failEntry },
    aroundPartners: async (request, caller, answer) => {
      const place = {
        who: shortName(caller?.functionName ?? ''),
        asks: `fetch ${hostOf(request.url)} ${request.method}`,
      };
      const isUnwell = isArmed && spellOf(plan, world.now() - begun, hostOf(request.url)) !== undefined;
      if (isUnwell) faults.count(place.who, place.asks, 'partner');
      const kept = request.clone();
      return faults.fetching(place, caller, async () => {
        const response = await answer();
        await witness.answered(kept, response);
        return response;
      });
    },
    sources: sourcesOf(plan),
  });
  now = world.now;
  rmSync(packDirectory, { recursive: true });

  begun = world.now();
  isArmed = true;
  const agenda = createAgenda();
  const sight: Sight = {
    entries: () => witness.moments().flatMap((moment) => (moment.what === 'entry' ? [moment.entry] : [])),
    notices: () =>
      new Map(
        witness
          .moments()
          .flatMap((moment) => (moment.what === 'begun' ? [[moment.notice.id, moment.notice.caseId]] : [])),
      ),
  };
  for (const shipment of plan.shipments)
    knowShipment(world, shipment, plan.agreements === undefined ? undefined : customerOf(shipment.name));
  if (plan.goods !== undefined) knowGoods(world, plan.goods, agenda);
  const taken: string[] = [];
  const sent = createSenders(world, plan, agenda);
  createPeople(world, plan, agenda, createDice(seed, 4), sight, {
    onReply: () => {
      faults.count('TakeMailReply', 'mail from a reader', 'replied');
    },
    onProposalClick: () => {
      faults.count('AnswerSlack', 'click on a proposal', 'replied');
    },
    onTaken: (note) => {
      taken.push(note);
    },
  });
  planWeather(world, plan, agenda);
  if (plan.poison !== undefined) agenda.add(begun + plan.poison, () => poison(world));

  const arm = (): void => {
    world.engine.dynamodb.faults.lagIndexes(tableOf(world), climate.indexLag);
    faults.begin({
      workflows: namesOf(world.engine.provisioned, 'AWS::StepFunctions::StateMachine'),
      sleep: (milliseconds) => world.engine.kernel.timers.sleep(milliseconds),
      crash: (requestId) => world.engine.lambda.crash(requestId),
      kill: () => {
        queueMicrotask(() => {
          world.restart();
          arm();
        });
      },
    });
  };
  arm();
  await live(world, agenda, begun + plan.length);
  isArmed = false;
  faults.stop();
  for (const system of [...SYSTEMS, 'slack', 'teams', 'sink'] as const) world.partners[system].behave('well');
  for (const { reader } of plan.bounces) world.partners.mailbox.behave(reader, 'delivered');
  for (const { phone } of plan.channels?.deaf ?? []) world.partners.phones.behave(phone, 'delivered');
  world.engine.dynamodb.faults.lagIndexes(tableOf(world), 0);
  await live(world, agenda, begun + plan.length + SETTLING);

  const { doneTo, tally } = faults;
  const history = await gather(world, { seed, plan, sent, moments: witness.moments(), taken, doneTo, tally });
  world.engine.kill();
  return { history, tally };
}

/** Those that have something to say: whoever plans, and then says nothing for an hour, is trouble by that alone. */
function sourcesOf({ reports, files, mails }: Plan): NonNullable<WorldOptions['sources']> {
  const { erp, planner, warehouse, desk } = SOURCES;
  const shared = { region: 'eu', businessUnit: 'retail' };
  const isPlanning = reports.some(({ source }) => source === 'planner');
  return [
    { ...erp, ...shared, title: 'ERP events' },
    ...(isPlanning
      ? [{ ...planner, ...shared, title: 'TMS plans', plans: { grace: 'PT10M' }, silence: { allowed: 'PT1H' } }]
      : []),
    ...(mails.length > 0 ? [{ ...desk, ...shared, title: 'Mailbox of the transport desk' }] : []),
    ...(files.length > 0 ? [{ ...warehouse, ...shared, title: 'North warehouse', mapping: MAPPING }] : []),
  ];
}

function tableOf(world: World): string {
  return outputOf(world.deployment, 'CasesTable');
}

/** Runs the world and what people do in it up to a moment. A killed engine stops where it is, and the next one goes on. */
async function live(world: World, agenda: Agenda, until: number): Promise<void> {
  for (;;) {
    const next = agenda.next();
    const at = Math.min(next?.at ?? until, until);
    while (world.now() < at) await world.advance(at - world.now());
    if (next === undefined) break;
    if (next.at > until) {
      agenda.add(next.at, next.act);
      break;
    }
    await next.act();
  }
  await world.settle();
}

/**
 * The default pack under a name of its own, so a version of its own: functions keep each version that they have read, and one history must not find what
 * another in the same process has left.
 */
function packOf(seed: number, plan: Plan): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  const changedIn = changesOf(plan);
  for (const file of readdirSync(DEFAULT_PACK)) {
    const text = readFileSync(join(DEFAULT_PACK, file), 'utf8');
    const named = text.replace(/^name: .*$/m, `name: Pack of history ${seed}`);
    writeFileSync(join(folder, file), changedIn(file, named));
  }
  return folder;
}

/** Less time to agree and until stock is compared again, and other ways to be called: what the default pack allows is longer than a history, and calls by Slack and mail first. */
function changesOf({ agreements, channels, goods }: Plan): (file: string, text: string) => string {
  return (file, text) => {
    if (file === 'pack.yaml' && goods !== undefined) return text.replace('lookAgain: PT4H', 'lookAgain: PT30M');
    if (file === 'governance.yaml' && agreements !== undefined)
      return text.replaceAll(/within: \w+/g, `within: PT${agreements.answerWithin}M`);
    if (channels === undefined) return text;
    if (file === 'escalation.yaml')
      return text.replaceAll('channels: [slack, email]', `channels: [${channels.first.join(', ')}]`);
    const places = 'teams: transport-desk,\n      webhook: duty-pager,\n';
    return file === 'organisation.yaml'
      ? text.replaceAll(/^ {6}phone: .*\n/gm, (line) => `${line}      ${places}`)
      : text;
  };
}

function planWeather(world: World, plan: Plan, agenda: Agenda): void {
  const begun = world.now();
  for (const { from, to, partner, how } of plan.spells) {
    if (partner === 'ses') continue;
    agenda.add(begun + from, () => {
      if (partner === 'slack') {
        if (how !== 'gone') world.partners.slack.behave(slackManner(how));
      } else if (partner === 'teams' || partner === 'sink') world.partners[partner].behave(endpointManner(how));
      else if (how !== 'ratelimited' && how !== 'internal_error' && how !== 'gone') world.partners[partner].behave(how);
    });
    agenda.add(begun + to, () => {
      world.partners[partner].behave('well');
    });
  }
  for (const { from, to, phone, how } of plan.channels?.deaf ?? []) {
    agenda.add(begun + from, () => {
      world.partners.phones.behave(phone, how);
    });
    agenda.add(begun + to, () => {
      world.partners.phones.behave(phone, 'delivered');
    });
  }
  for (const { from, to, reader, how } of plan.bounces) {
    agenda.add(begun + from, () => {
      world.partners.mailbox.behave(reader, how);
    });
    agenda.add(begun + to, () => {
      world.partners.mailbox.behave(reader, 'delivered');
    });
  }
}

/** SES takes it, and says later that it has not arrived. */
function isBouncing(input: unknown, outcomeOf: World['partners']['mailbox']['outcomeOf']): boolean {
  const { data } = z.object({ Destination: z.object({ ToAddresses: z.array(z.string()) }) }).safeParse(input);
  return (data?.Destination.ToAddresses ?? []).some((to) => (outcomeOf(to) ?? 'delivered') !== 'delivered');
}

function endpointManner(how: Plan['spells'][number]['how']): Parameters<World['partners']['sink']['behave']>[0] {
  if (how === 'ratelimited') return { rateLimited: 30 };
  return how === 'internal_error' ? 'fails' : how;
}

function slackManner(
  how: Exclude<Plan['spells'][number]['how'], 'gone'>,
): Parameters<World['partners']['slack']['behave']>[0] {
  if (how === 'ratelimited') return { rateLimited: 30 };
  return how === 'internal_error' ? { error: how } : how;
}

function spellOf(plan: Plan, at: number, who: string): Plan['spells'][number] | undefined {
  return plan.spells.find(({ from, to, partner }) => partner === who && from <= at && at < to);
}

function hostOf(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}

/** Somebody puts an event on the bus that no version of the application understands. */
async function poison(world: World): Promise<void> {
  await world.engine.kernel.call({ kind: 'root' }, 'eventbridge', 'PutEvents', {
    Entries: [
      {
        EventBusName: outputOf(world.deployment, 'EventBus'),
        Source: 'fairlead',
        DetailType: 'SignalReceived',
        Detail: JSON.stringify({ contract: 'signal-received/1', poison: true }),
      },
    ],
  });
}
