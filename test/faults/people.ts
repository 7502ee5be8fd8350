import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';
import type { Dice } from './dice.ts';
import type { Deed, Plan } from './plan.ts';

const PATIENCE = 30_000;
const TRIES = 3;

/** People act on the messages that reached them, or look into the list of cases; who gets no answer tries again, three times. */
export function createPeople(
  world: World,
  plan: Plan,
  agenda: Agenda,
  dice: Dice,
  seen: () => readonly JournalEntry[],
): void {
  const act = async (deed: Deed): Promise<void> => {
    const ask = await requestOf(deed);
    if (ask === undefined) return;
    tryUntilAnswered(ask, 1);
    if (deed.twice) tryUntilAnswered(ask, 1);
  };

  const tryUntilAnswered = (ask: () => Promise<Answer>, attempt: number): void => {
    let answered = false;
    const again = (): void => {
      if (answered || attempt === TRIES) return;
      answered = true;
      agenda.add(world.now() + 10_000, () => {
        tryUntilAnswered(ask, attempt + 1);
      });
    };
    ask().then((answer) => {
      if (answer.status >= 500 || answer.status === 429) again();
      else answered = true;
    }, again);
    agenda.add(world.now() + PATIENCE, again);
  };

  const requestOf = async (deed: Deed): Promise<(() => Promise<Answer>) | undefined> => {
    if (deed.does === 'open link' || deed.does === 'confirm link') {
      const links = world.told.flatMap(({ mail }) => linkIn(mail?.text ?? '') ?? []);
      if (links.length === 0) return undefined;
      const link = dice.pick(links);
      return () => world.begin(deed.does === 'open link' ? 'GET' : 'POST', link);
    }
    return deed.does === 'approve' || deed.does === 'refuse' ? reply(deed.does) : command(deed.does);
  };

  const post = (email: string, path: string, body: object): Promise<() => Promise<Answer>> =>
    world.tokenOf(email).then(
      (authorization) => () =>
        world.begin('POST', path, {
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    );

  const reply = async (does: 'approve' | 'refuse'): Promise<(() => Promise<Answer>) | undefined> => {
    const proposed = seen().flatMap(({ caseId, happening }) =>
      happening.what === 'ActionProposed' ? [{ caseId, actionId: happening.actionId }] : [],
    );
    if (proposed.length === 0) return undefined;
    const { caseId, actionId } = dice.pick(proposed);
    const body = does === 'refuse' ? { reason: 'It will be in time.' } : {};
    return post(PEOPLE.approver.email, `/v1/cases/${caseId}/actions/${actionId}/${does}`, body);
  };

  const command = async (
    does: Exclude<Deed['does'], 'approve' | 'refuse'>,
  ): Promise<(() => Promise<Answer>) | undefined> => {
    const ids = seen().flatMap(({ caseId, sequence }) => (sequence === 1 ? [caseId] : []));
    if (ids.length === 0) return undefined;
    const path = `/v1/cases/${dice.pick(ids)}`;
    if (does === 'look') {
      const authorization = await world.tokenOf(PEOPLE.lead.email);
      return () => world.begin('GET', dice.pick([path, `${path}/journal`]), { headers: { authorization } });
    }
    return post(PEOPLE.lead.email, `${path}/${does}`, bodyOf(does));
  };

  const bodyOf = (does: Deed['does']): object => {
    const reason = { reason: 'Mrs Example asked for it.' };
    switch (does) {
      case 'notes':
        return { text: 'Spoke to Mrs Example on 555-0100.' };
      case 'resolve':
        return { resolution: 'solved', note: 'Mrs Example has it.' };
      case 'snooze':
        return { ...reason, until: new Date(world.now() + dice.between(5, 60) * 60_000).toISOString() };
      case 'assign':
        return { ...reason, person: dice.pick(['jonas-weber', 'tom-baker', 'sofia-lindqvist']) };
      case 'reopen':
      case 'escalate':
      case 'withdraw':
        return reason;
      default:
        return {};
    }
  };

  const begin = world.now();
  for (const deed of plan.deeds) agenda.add(begin + deed.at, () => act(deed));
}

export function linkIn(text: string): string | undefined {
  return /https:\/\/fairlead\.test\/dev(\/v1\/replies\/\S+)/.exec(text)?.[1];
}
