import type { Dice } from './dice.ts';
import type { OfPolicies } from './policies.ts';
import type { Race } from './races.ts';

const MINUTE = 60_000;

/** What people do, each as often as it stands here. */
const DEEDS = [
  'open link',
  'confirm link',
  'confirm link',
  'click',
  'click',
  'click as somebody else',
  'click late',
  'acknowledge',
  'start',
  'notes',
  'resolve',
  'look',
  'reopen',
  'escalate',
  'snooze',
  'end-snooze',
  'assign',
  'severity',
  'withdraw',
  'withdraw what was written',
  'end task',
  'approve',
  'approve',
  'refuse',
  'propose',
  'retry',
  'replay quarantine',
  'look at source',
] as const;

const OF_STORMS = ['acknowledge', 'resolve', 'resolve', 'withdraw', 'escalate'] as const;

/** Which cases are one, and for what it is quiet: done by leads. */
const GROUPING = [
  'split',
  'split',
  'merge',
  'merge',
  'move in',
  'move out',
  'silence',
  'silence',
  'end silence',
] as const;

/** With the mails that they are about, and with the letters that a queue has given up. */
type OnWhatWaits =
  'look at mails' | 'decide on mail' | 'open mail page' | 'decide by page' | 'look at letters' | 'redrive';

/** Somebody waits for somebody outside. */
type OnClocks = 'pause' | 'resume' | 'customer-told' | 'acknowledge many';

/** Answers to our mails, by their readers and by others. */
const REPLIES = ['reply by mail', 'reply by mail', 'reply by mail as somebody else'] as const;

/** People who decide at the same moment, work by hand, customers and carriers. */
type OfAgreements =
  | Race
  | 'begin by hand'
  | 'end by hand'
  | 'opt out'
  | 'enter opt-out'
  | 'ask partner'
  | 'open partner link'
  | 'answer as partner'
  | 'revoke partner link';

/** Answers to our texts, by their readers and by others. */
type OfTexts = 'reply by sms' | 'reply by sms as somebody else';

/** Changes in the systems that reports alone lead to seldom. */
type OfWrites = 'propose elsewhere';

/** Yes and no by the buttons of a proposal in Slack. */
type OnProposals =
  | 'propose by chief'
  | 'click proposal'
  | 'click proposal as somebody else'
  | 'click proposal late'
  | 'click proposal at its end';

export type DeedName =
  | (typeof DEEDS)[number]
  | (typeof GROUPING)[number]
  | (typeof REPLIES)[number]
  | OnWhatWaits
  | OnClocks
  | OfAgreements
  | OnProposals
  | OfWrites
  | OfTexts
  | OfPolicies;

/** Something that a person does; which case or message is chosen when the time has come. */
export interface Deed {
  readonly at: number;
  readonly does: DeedName;
  readonly twice: boolean;
  /** Done to an incident, if there is one. */
  readonly toIncident: boolean;
}

export function planReplies(length: number, dice: Dice): readonly Deed[] {
  return Array.from({ length: dice.between(2, 6) }, () => ({
    at: dice.between(2 * MINUTE, length),
    does: dice.pick(REPLIES),
    twice: dice.chance(0.4),
    toIncident: false,
  }));
}

/** Many times each: by the reader, by others who see the message, by whoever has proposed it, twice, and when it is too late. */
export function planProposalClicks(length: number, dice: Dice): readonly Deed[] {
  const some = (does: DeedName, from: number, least: number, most: number): readonly Deed[] =>
    Array.from({ length: dice.between(least, most) }, () => ({
      at: dice.between(from * MINUTE, length),
      does,
      twice: dice.chance(0.5),
      toIncident: false,
    }));
  return [
    ...some('propose by chief', 5, 1, 3),
    ...some('click proposal', 4, 2, 4),
    ...some('click proposal as somebody else', 4, 1, 2),
    ...some('click proposal late', 6, 2, 5),
    ...some('click proposal at its end', 4, 1, 3),
  ];
}

/** Another policy is published for a time to come, and open cases go over to it; some of the moves are stopped. */
export function planMove(dice: Dice): readonly Deed[] {
  const deedAt = (does: OfPolicies, from: number, to: number): Deed => ({
    at: dice.between(from * MINUTE, to * MINUTE),
    does,
    twice: dice.chance(0.4),
    toIncident: false,
  });
  return [
    deedAt('publish policy', 5, 25),
    deedAt('preview move', 48, 60),
    deedAt('start move', 62, 70),
    deedAt('start move', 70, 90),
    ...(dice.chance(0.3) ? [deedAt('stop move', 62, 90)] : []),
  ];
}

/** Somebody looks after the dead letters, and sends them on their way again while it still storms. */
export function planRedrives(length: number, dice: Dice): readonly Deed[] {
  return Array.from({ length: dice.between(1, 4) }, () => ({
    at: dice.between(20 * MINUTE, length),
    does: dice.pick(['look at letters', 'redrive', 'redrive'] as const),
    twice: dice.chance(0.3),
    toIncident: false,
  }));
}

/** Cases are taken, and then wait; some pauses end by themselves. */
export function planPauses(length: number, dice: Dice): readonly Deed[] {
  return Array.from({ length: dice.between(2, 8) }, () => ({
    at: dice.between(2 * MINUTE, length),
    does: dice.pick([
      'acknowledge',
      'pause',
      'pause',
      'pause',
      'resume',
      'customer-told',
      'escalate',
      'acknowledge many',
    ] as const),
    twice: dice.chance(0.3),
    toIncident: dice.chance(0.1),
  }));
}

/** Cases are split off, merged and moved, and maintenance windows made and ended, while it storms. */
export function planGrouping(length: number, dice: Dice): readonly Deed[] {
  return Array.from({ length: dice.between(1, 6) }, () => {
    const does = dice.pick(GROUPING);
    // A silence has to be there before what it is about.
    const earliest = does === 'silence' ? 0 : 10 * MINUTE;
    return { at: dice.between(earliest, length), does, twice: dice.chance(0.4), toIncident: dice.chance(0.5) };
  });
}

export function planDeeds(length: number, isStormy: boolean, dice: Dice): readonly Deed[] {
  const some = Array.from({ length: dice.between(0, 14) }, () => ({
    at: dice.between(30_000, length),
    does: dice.pick(DEEDS),
    twice: dice.chance(0.2),
    toIncident: false,
  }));
  if (!isStormy) return some;
  const ofStorm = Array.from({ length: dice.between(1, 3) }, () => ({
    at: dice.between(20 * MINUTE, length),
    does: dice.pick(OF_STORMS),
    twice: dice.chance(0.2),
    toIncident: true,
  }));
  return [...some, ...ofStorm];
}
