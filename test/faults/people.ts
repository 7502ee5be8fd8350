import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { tryOnce } from './try-once.ts';
import type { Agenda } from './agenda.ts';
import { clickLate, clickNow } from './clicks.ts';
import { commandOf } from './commands.ts';
import type { Command } from './commands.ts';
import type { Dice } from './dice.ts';
import { waitingIdOf } from './mails.ts';
import { doByHand } from './by-hand.ts';
import { decideByPage, openMailPage } from './mail-pages.ts';
import { answerAsPartner, linksIn, openPartnerLink, optOut } from './outsiders.ts';
import type { Plan } from './plan.ts';
import { steerPolicy } from './policies.ts';
import { clickAtItsEnd, clickProposal, clickProposalLate } from './proposal-clicks.ts';
import { raceOf } from './races.ts';
import type { Deed } from './plan-deeds.ts';
import { replyByMail, replyBySms } from './replies.ts';
import { SOURCES } from './say.ts';

const TRIES = 3;

type Ask = () => Promise<{ readonly status: number }>;

/** What people can know of the cases. */
export interface Sight {
  readonly entries: () => readonly JournalEntry[];
  /** The case of each notice. */
  readonly notices: () => ReadonlyMap<string, string>;
}

/** What comes of what people do, and of what people outside say. */
export interface Heard {
  readonly onReply: () => void;
  readonly onProposalClick: () => void;
  /** Words of a partner for which we have thanked. */
  readonly onTaken: (note: string) => void;
}

/** People act on the messages that reached them, or look into the list of cases; who gets no answer tries again, three times. */
export function createPeople(world: World, plan: Plan, agenda: Agenda, dice: Dice, sight: Sight, heard: Heard): void {
  const act = async (deed: Deed): Promise<void> => {
    if (deed.does === 'approve at its end' || deed.does === 'two approve') {
      for (const { at, command } of raceOf(deed.does, sight.entries(), world.now(), dice)) {
        const request = await ask(command);
        agenda.add(at, () => {
          tryUntilAnswered(request, 1);
        });
      }
      return;
    }
    if (deed.does === 'click proposal at its end') {
      for (const { at, request } of clickAtItsEnd(world, sight.entries(), dice)) {
        agenda.add(at, () => {
          clickUntilAnswered(request, deed.twice);
        });
      }
      return;
    }
    const request = await askOf(deed);
    if (request === undefined) return;
    if (CLICKS_ON_PROPOSALS.has(deed.does)) heard.onProposalClick();
    tryUntilAnswered(request, 1);
    if (deed.twice) tryUntilAnswered(request, 1);
  };

  const clickUntilAnswered = (request: Ask, twice: boolean): void => {
    heard.onProposalClick();
    tryUntilAnswered(request, 1);
    if (twice) tryUntilAnswered(request, 1);
  };

  const tryUntilAnswered = (request: Ask, attempt: number): void => {
    tryOnce(world, agenda, {
      request,
      isEnd: ({ status }) => status < 500 && status !== 429,
      ...(attempt === TRIES
        ? {}
        : {
            again: {
              after: 10_000,
              act: () => {
                tryUntilAnswered(request, attempt + 1);
              },
            },
          }),
    });
  };

  const askOf = async (deed: Deed): Promise<Ask | undefined> => {
    switch (deed.does) {
      case 'open link':
      case 'confirm link': {
        const links = world.told.flatMap(({ mail, slack }) =>
          linksIn(mail?.text ?? JSON.stringify(slack?.blocks) ?? '')
            .filter(isReply)
            .slice(0, 1),
        );
        if (links.length === 0) return undefined;
        const link = dice.pick(links);
        if (deed.does === 'open link') return () => world.begin('GET', link);
        // The page of a proposal asks which way; that of a case only whether.
        const body = `decision=${dice.pick(['approve', 'approve', 'refuse'])}`;
        return () => world.begin('POST', link, { body });
      }
      case 'click':
        return clickNow(world, dice, 'reader');
      case 'click as somebody else':
        return clickNow(world, dice, 'somebody else');
      case 'click late':
        return clickLate(world, dice, sight.notices());
      case 'click proposal':
        return clickProposal(world, dice, 'reader');
      case 'click proposal as somebody else':
        return clickProposal(world, dice, 'somebody else');
      case 'click proposal late':
        return clickProposalLate(world, dice);
      case 'reply by mail':
        return replyByMail(world, dice, 'reader', heard.onReply);
      case 'reply by mail as somebody else':
        return replyByMail(world, dice, 'somebody else', heard.onReply);
      case 'reply by sms':
        return replyBySms(world, dice, 'reader', heard.onReply);
      case 'reply by sms as somebody else':
        return replyBySms(world, dice, 'somebody else', heard.onReply);
      case 'publish policy':
      case 'preview move':
      case 'start move':
      case 'stop move':
        return steerPolicy(world, dice, deed.does);
      case 'begin by hand':
      case 'end by hand':
        return doByHand(world, dice, deed.does, sight.entries());
      case 'opt out':
        return optOut(world, dice);
      case 'open partner link':
        return openPartnerLink(world, dice);
      case 'answer as partner':
        return answerAsPartner(world, dice, heard.onTaken);
      case 'open mail page':
        return openMailPage(world, dice);
      case 'decide by page':
        return decideByPage(world, dice);
      case 'look at mails':
        return ask({ as: 'responder', method: 'GET', path: '/v1/mails' });
      case 'decide on mail': {
        const command = decisionOn(plan, dice);
        return command === undefined ? undefined : ask(command);
      }
      default: {
        const command = commandOf(deed, sight.entries(), world, dice, plan);
        return command === undefined ? undefined : ask(command);
      }
    }
  };

  const ask = async ({ as, method, path, body }: Command): Promise<Ask> => {
    const authorization = await world.tokenOf(PEOPLE[as].email);
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    return () => world.begin(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  };

  const begin = world.now();
  for (const deed of plan.deeds) agenda.add(begin + deed.at, () => act(deed));
}

const CLICKS_ON_PROPOSALS: ReadonlySet<Deed['does']> = new Set([
  'click proposal',
  'click proposal as somebody else',
  'click proposal late',
]);

const isReply = (link: string): boolean => link.startsWith('/v1/replies/');

/** One that waits is decided; or one that does not wait yet, or no more. */
function decisionOn({ mails, startAt }: Plan, dice: Dice): Command | undefined {
  const unsure = mails.filter(({ isSure }) => !isSure);
  if (unsure.length === 0) return undefined;
  const mail = dice.pick(unsure);
  const report = { type: 'transport.delay', references: [{ kind: 'shipment', value: mail.shipment }] };
  const body = dice.pick([
    { act: 'report', reports: [report] },
    { act: 'no-trouble', reason: 'Mrs Example knows.' },
  ]);
  const path = `/v1/sources/${SOURCES.desk.id}/mails/${waitingIdOf(mail, startAt)}/decide`;
  return { as: dice.pick(['responder', 'lead']), method: 'POST', path, body };
}
