import type { ImpactFacts, Owner, PolicyPack, Reason, Team } from '../contracts/index.ts';
import { holds } from '../policy/expression.ts';
import { personForTeam } from './who-is-on-duty.ts';

interface Choice {
  readonly team: Team;
  readonly role: string;
  readonly reason: Reason;
}

/** Names the owner of a case: the first ownership rule that holds, else the team of the type's function; then the person on duty. */
export function nameOwner(facts: ImpactFacts, pack: PolicyPack, at: string): Owner {
  const { team, role, reason } = chooseTeam(facts, pack);
  const duty = personForTeam(team, pack, at);
  return {
    function: team.function,
    team: team.id,
    role,
    person: duty.person,
    reasons: [
      reason,
      ...duty.skipped.map((title) => ({ rule: 'nobody-on-duty', text: `Nobody is on duty for ${title}.` })),
      ...(duty.lastOwner
        ? [{ rule: 'last-owner', text: 'No fallback team has anybody on duty: the last owner answers.' }]
        : []),
    ],
    namedAt: at,
  };
}

function chooseTeam(facts: ImpactFacts, pack: PolicyPack): Choice {
  for (const rule of pack.ownership.rules) {
    const team = teamById(pack, rule.team);
    if (team !== undefined && holds(rule.when, facts))
      return { team, role: rule.role, reason: { rule: rule.id, text: rule.reason } };
  }
  const type = pack.types[facts.exception.kind];
  const team = type === undefined ? undefined : teamById(pack, pack.ownership.byFunction[type.owner]);
  if (team !== undefined && type !== undefined) {
    return { team, role: 'responder', reason: { rule: 'type-owner', text: `${type.title} belongs to ${team.title}.` } };
  }
  return {
    team: anyTeam(pack),
    role: 'responder',
    reason: { rule: 'no-rule', text: 'No rule names an owner for this type.' },
  };
}

function teamById(pack: PolicyPack, id: string | undefined): Team | undefined {
  return pack.teams.find((team) => team.id === id);
}

/** A type that the pack does not know still needs an owner: operations management, or the first team. */
function anyTeam(pack: PolicyPack): Team {
  const team = pack.teams.find((candidate) => candidate.function === 'operations_management') ?? pack.teams[0];
  if (team === undefined) throw new Error('the policy pack has no team');
  return team;
}
