import { signBody } from '../../lambdas/inbound/index.ts';
import type { Case } from '../../lambdas/contracts/index.ts';
import { MINUTE, openWorld } from '../support/world.ts';
import type { Told } from '../support/world.ts';
import { realCases, sendReport, sourcesOf } from './real-cases.ts';
import type { RealCase } from './real-cases.ts';

export interface PlayedCase {
  readonly type: string;
  readonly record: Case;
  /** What the person on duty was told first, by mail and in Slack. */
  readonly mail: Told;
  readonly slack: Told;
}

/** Long enough after the report for triage and the first call of whatever severity. */
const PATIENCE = 2 * MINUTE;

/** A case for each type, run through the line: from the payload to what the person on duty reads. */
export async function playCases(
  samples: string | undefined,
  cases: readonly RealCase[] = realCases,
): Promise<readonly PlayedCase[]> {
  const here = cases.filter(({ report }) => samples !== undefined || 'signal' in report);
  const world = await openWorld({ startAt: '2026-03-03T02:10:00Z', sources: sourcesOf(here) });
  const played: PlayedCase[] = [];
  const seen = new Set<string>();
  for (const each of here) {
    const before = world.told.length;
    await sendReport(world, each, samples ?? '', (body, secret) =>
      signBody(body, secret, Math.floor(world.now() / 1000)),
    );
    await world.advance(PATIENCE);
    const opened = (await world.cases()).filter(({ id }) => !seen.has(id));
    for (const { id } of opened) seen.add(id);
    const record = opened.find(({ type }) => type === each.type);
    if (record === undefined)
      throw new Error(`${each.type}: no case; opened were ${opened.map(({ type }) => type).join(', ')}`);
    const noticesOf = new Set((await world.notices(record.id)).map(({ id }) => id));
    const told = world.told.slice(before).filter(({ noticeId }) => noticesOf.has(noticeId ?? ''));
    const mail = told.find(({ channel }) => channel === 'email');
    const slack = told.find(({ channel }) => channel === 'slack');
    if (mail === undefined || slack === undefined) throw new Error(`${each.type}: nobody was told within two minutes`);
    played.push({ type: each.type, record, mail, slack });
  }
  return played;
}
