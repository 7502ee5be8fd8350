import type { Person, PolicyPack } from './policy-pack.ts';

/** Who reads in the place of a person where a ladder calls the channel of a team. */
export function channelReader(team: string): string {
  return `channel-of-${team}`;
}

/** Whoever reads a notice: a person of the pack, or all in the Slack channel of a team, who have no other way and no wishes of their own. */
export function readerIn({ people, teams }: Pick<PolicyPack, 'people' | 'teams'>, id: string): Person | undefined {
  const person = people.find((one) => one.id === id);
  if (person !== undefined) return person;
  const team = teams.find((one) => one.slackChannel !== undefined && channelReader(one.id) === id);
  if (team?.slackChannel === undefined) return undefined;
  const atOnce = [{ channel: 'slack', after: 'PT0S' } as const];
  return {
    id,
    name: `All in the channel of ${team.title}`,
    email: '',
    slackId: team.slackChannel,
    zone: team.zone,
    language: 'en',
    notices: { urgent: atOnce, normal: atOnce },
    approves: [],
    delegates: [],
  };
}

/** Several read it, so nothing in it may be bound to one of them. */
export function isShared({ teams }: Pick<PolicyPack, 'teams'>, id: string): boolean {
  return teams.some((team) => channelReader(team.id) === id);
}

/** Who that is, as the pack calls them. */
export function personName(id: string | undefined, pack: Pick<PolicyPack, 'people' | 'teams'>): string {
  return readerIn(pack, id ?? '')?.name ?? id ?? 'Somebody';
}
