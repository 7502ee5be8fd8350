import { PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';
import type { Dice } from './dice.ts';

const MINUTE = 60_000;
const DRAFT = 'stricter';
const MOVE = 'over';

export type OfPolicies = 'publish policy' | 'preview move' | 'start move' | 'stop move';

/** Others hold from then on, by a policy that one has written and another approved; then open cases go over to it. Whoever gets no answer begins at the beginning: what is done already is not done again. */
export async function steerPolicy(
  world: World,
  dice: Dice,
  does: OfPolicies,
): Promise<() => Promise<{ readonly status: number }>> {
  const author = await world.tokenOf(PEOPLE.author.email);
  const publisher = await world.tokenOf(PEOPLE.publisher.email);
  const ask = (authorization: string, method: string, path: string, body: object = {}): Promise<Answer> =>
    world.begin(method, `/v1/policy${path}`, {
      headers: { authorization, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
  const inMinutes = dice.between(1, 20);
  switch (does) {
    case 'preview move':
      return () => ask(publisher, 'PUT', `/moves/${MOVE}`);
    case 'start move':
      return () => ask(publisher, 'POST', `/moves/${MOVE}/start`, { reason: 'Mrs Example was promised it' });
    case 'stop move':
      return () => ask(publisher, 'POST', `/moves/${MOVE}/stop`, { reason: 'Mrs Example was wrong' });
    case 'publish policy':
      return async () => {
        const now = await ask(author, 'GET', '');
        if (now.status !== 200) return now;
        const { base, files } = now.json;
        const written = await ask(author, 'PUT', `/drafts/${DRAFT}`, { title: DRAFT, base, files: stricter(files) });
        if (isLost(written)) return written;
        const proposed = await ask(author, 'POST', `/drafts/${DRAFT}/propose`);
        if (isLost(proposed)) return proposed;
        const { draft } = proposed.json;
        const approved = await ask(publisher, 'POST', `/drafts/${DRAFT}/approve`, { digest: draft?.digest });
        if (isLost(approved)) return approved;
        const at = new Date(world.now() + inMinutes * MINUTE).toISOString();
        return ask(publisher, 'POST', `/drafts/${DRAFT}/publish`, { at });
      };
  }
}

const isLost = ({ status }: Answer): boolean => status >= 500 || status === 429;

function stricter(files: Record<string, string>): Record<string, string> {
  const severity = String(files['severity.yaml']);
  return { ...files, 'severity.yaml': severity.replace(/bands: \{[^}]*\}/, 'bands: { S1: 90, S2: 45, S3: 20 }') };
}
