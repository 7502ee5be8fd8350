import { QUOTAS } from './quotas.ts';
import type { Metering, Quota } from './quotas.ts';

export interface Stage {
  readonly quota: Quota;
  readonly perCase: number;
  /** Cases a second at which it is reached, in a big Region and in a small one. */
  readonly big: number;
  readonly small: number;
}

/** Which quota is reached first, by what a case takes of each; the narrowest first. */
export function stagesOf(metering: Metering): readonly Stage[] {
  return QUOTAS.map((quota) => ({ quota, perCase: quota.perCase(metering) }))
    .filter(({ perCase }) => perCase > 0)
    .map(({ quota, perCase }) => ({ quota, perCase, big: quota.big / perCase, small: quota.small / perCase }))
    .sort((left, right) => left.small - right.small || left.big - right.big);
}

/** `docs/capacity.md`. A number that has changed shows as a difference of the file. */
export function renderCapacity(metering: Metering): string {
  const stages = stagesOf(metering);
  const [first, second] = stages;
  const rows = stages.map(
    ({ quota, perCase, big, small }) =>
      `| ${quota.stage} | ${quota.limit} | ${amount(perCase)} | ${rate(big)} | ${rate(small)} | ${quota.raise} |`,
  );
  const sources = [...new Set(QUOTAS.map(({ source }) => source))].map((source) => `- ${source}`);
  return `# Capacity

How many cases a second the line takes on AWS with the default quotas of an account, stage by stage. Written by \`npm run bench -- capacity\` from what a case was metered to take
(\`bin/bench/metering.json\`, of ${metering.takenOn}, webhook to acknowledgement at the first level, one case after the other) and from the quotas in \`bin/bench/quotas.ts\`. Change those, not this page.

The first limit is **${first?.quota.stage.toLowerCase() ?? ''}**, at ${rate(first?.small ?? 0)} cases a second; the next is **${second?.quota.stage.toLowerCase() ?? ''}**, at ${rate(second?.small ?? 0)}.
Beyond a limit nothing is lost: what cannot be taken on waits in its queue, is tried again, or is answered 429 and sent again by its sender. People are told later.

| Stage | Limit | A case takes | Cases/s, big Region | Cases/s, other Regions | What to raise |
| --- | --- | --: | --: | --: | --- |
${rows.join('\n')}

Big Regions are us-east-1, us-west-2 and eu-west-1. In batches a case takes less of Lambda and of the queues; the table says what it takes alone.

## Not AWS

Slack takes about one message a second for each conversation (docs.slack.dev/apis/web-api/rate-limits), so a person who owns more than one case a second hears of them later, the most severe first. Systems of
record are asked once each a case; what they take is theirs to say.

## Sources of the quotas, November 2026

${sources.join('\n')}
`;
}

const amount = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1));
const rate = (value: number): string => (value >= 10 ? String(Math.floor(value)) : value.toFixed(1));
