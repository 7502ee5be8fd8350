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
  caseIds: () => readonly string[],
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
    const ids = caseIds();
    if (ids.length === 0) return undefined;
    const path = `/v1/cases/${dice.pick(ids)}`;
    const authorization = await world.tokenOf(PEOPLE.lead.email);
    const post = (command: string, body?: object) => (): Promise<Answer> =>
      world.begin('POST', `${path}/${command}`, {
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    switch (deed.does) {
      case 'look':
        return () => world.begin('GET', dice.pick([path, `${path}/journal`]), { headers: { authorization } });
      case 'note':
        return post('notes', { text: 'Spoke to Mrs Example on 555-0100.' });
      case 'resolve':
        return post('resolve', { resolution: 'solved', note: 'Mrs Example has it.' });
      default:
        return post(deed.does);
    }
  };

  const begin = world.now();
  for (const deed of plan.deeds) agenda.add(begin + deed.at, () => act(deed));
}

export function linkIn(text: string): string | undefined {
  return /https:\/\/fairlead\.test\/dev(\/v1\/replies\/\S+)/.exec(text)?.[1];
}
