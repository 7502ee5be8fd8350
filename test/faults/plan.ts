import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import { planGoods } from './goods.ts';
import type { Goods } from './goods.ts';
import { planDesk, planMails } from './mails.ts';
import type { MailDrop } from './mails.ts';
import { planAgreements } from './plan-agreements.ts';
import type { Agreements } from './plan-agreements.ts';
import { planChannels } from './plan-channels.ts';
import type { Channels } from './plan-channels.ts';
import { planWrites } from './plan-writes.ts';
import type { Writes } from './plan-writes.ts';
import { planBounces } from './replies.ts';
import type { Bounce } from './replies.ts';
import {
  planDeeds,
  planGrouping,
  planMove,
  planPauses,
  planProposalClicks,
  planRedrives,
  planReplies,
} from './plan-deeds.ts';
import type { Deed } from './plan-deeds.ts';
import { promisesOf, report, reportsOf, stormOf } from './plan-reports.ts';
import type { FileDrop, Report, Shipment } from './plan-reports.ts';

export const MINUTE = 60_000;
/** After the time of a planned milestone, until it is missed. */
export const GRACE = 10 * MINUTE;

/** Those of the first histories, which stay as they were; the others are unwell by plans of their own. */
const PARTNERS = ['erp', 'tms', 'crm', 'wms', 'trade', 'documents', 'slack'] as const;

/** A partner that is not well for a while. */
export interface Spell {
  readonly from: number;
  readonly to: number;
  readonly partner: (typeof PARTNERS)[number] | 'finance' | 'procurement' | 'ses' | 'teams' | 'sink';
  readonly how: 'slow' | 'fails' | 'nonsense' | 'refuses' | 'ratelimited' | 'internal_error' | 'gone';
}

export interface Plan {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  readonly length: number;
  readonly shipments: readonly Shipment[];
  readonly reports: readonly Report[];
  readonly files: readonly FileDrop[];
  readonly mails: readonly MailDrop[];
  readonly deeds: readonly Deed[];
  readonly spells: readonly Spell[];
  readonly bounces: readonly Bounce[];
  /** Absent: nothing that comes to us is late. */
  readonly goods: Goods | undefined;
  /** Absent: nobody outside is told, and people have as long as the default pack gives them. */
  readonly agreements: Agreements | undefined;
  /** Absent: people are called by Slack and mail. */
  readonly channels: Channels | undefined;
  /** Absent: systems are written to as the playbooks of the reports want it. */
  readonly writes: Writes | undefined;
  /** When a message that nobody can read is put into the intake. */
  readonly poison: number | undefined;
}

const MANNERS_OF_SHIPMENTS = ['urgent', 'urgent', 'harmless', 'late', 'late', 'late and dear'] as const;
const FIRST_START = Date.parse('2026-03-02T00:00:00Z');
/** Seeds that one process plays follow each other in time as well: what functions remember is old, and not of the future. */
const APART = 3 * 24 * 60 * MINUTE;

/** Thrown apart, so that the other histories stay as they were. */
const GROUPING_DICE = 9;
const MAIL_DICE = 11;
const AGREEMENT_DICE = 13;
const CHANNEL_DICE = 17;
const MOVE_DICE = 23;
const GOODS_DICE = 29;
const DESK_DICE = 31;
const PROPOSAL_DICE = 37;
const WRITE_DICE = 41;
/** With work to compare: its beginning is before the night looks at what was written. */
const NIGHT_DICE = 19;
const NIGHT = 2 * 60 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export function planHistory(seed: number, dice: Dice, ways: Dice): Plan {
  const length = dice.between(120, 210) * MINUTE;
  const names = Array.from({ length: dice.between(2, 5) }, (_unused, index) => `SO-${String(70_000 + index)}`);
  const shipments = names.map((name): Shipment => ({ name, manner: dice.pick(MANNERS_OF_SHIPMENTS) }));
  const reports = shipments.flatMap((shipment) => reportsOf(shipment, length, dice));
  if (dice.chance(0.4)) reports.push(report({ kind: 'garbage' }, dice.between(0, length), dice));
  const storm = dice.chance(0.12) ? stormOf(length, dice) : { shipments: [], reports: [] };
  const promises = dice.chance(0.3) ? promisesOf(length, dice) : [];
  const isMailed = ways.chance(0.25);
  const mailed = isMailed ? planMails(length, ways) : { mails: [], deeds: [] };
  const { mails, deeds } = planDesk(mailed, length, createDice(seed, DESK_DICE));
  const ofGoods = createDice(seed, GOODS_DICE);
  const coming = ofGoods.chance(0.25) ? planGoods(length, ofGoods) : undefined;
  const grouping = createDice(seed, GROUPING_DICE);
  const isStormy = storm.reports.length > 0;
  const regrouped = grouping.chance(isStormy ? 0.8 : 0.2) ? planGrouping(length, grouping) : [];
  const ofMail = createDice(seed, MAIL_DICE);
  const replies = ofMail.chance(0.4) ? planReplies(length, ofMail) : [];
  const redrives = ways.chance(0.25) ? planRedrives(length, ways) : [];
  const ofAgreements = createDice(seed, AGREEMENT_DICE);
  const agreements = ofAgreements.chance(0.4) ? planAgreements(length, ofAgreements) : undefined;
  const ofChannels = createDice(seed, CHANNEL_DICE);
  const channels = ofChannels.chance(0.3) ? planChannels(length, ofChannels) : undefined;
  const ofProposals = createDice(seed, PROPOSAL_DICE);
  const clicks = ofProposals.chance(agreements === undefined ? 0.1 : 0.6)
    ? planProposalClicks(length, ofProposals)
    : [];
  const ofWrites = createDice(seed, WRITE_DICE);
  const writes = ofWrites.chance(0.35) ? planWrites(length, ofWrites) : undefined;
  const ofMove = createDice(seed, MOVE_DICE);
  const moved = ofMove.chance(0.15) ? planMove(ofMove) : [];
  const ofNight = createDice(seed, NIGHT_DICE);
  const someTime = dice.between(0, 24 * 60) * MINUTE;
  const beforeNight = DAY + NIGHT - ofNight.between(30, 90) * MINUTE;
  return {
    startAt: FIRST_START + seed * APART + (ofNight.chance(0.15) ? beforeNight : someTime),
    length,
    shipments: [...shipments, ...storm.shipments, ...(agreements?.shipments ?? [])],
    reports: [...reports, ...storm.reports, ...promises, ...(agreements?.reports ?? []), ...(coming?.reports ?? [])],
    files: dice.chance(0.25) ? planFiles(length, dice, ways) : [],
    mails,
    deeds: [
      ...planDeeds(length, isStormy, dice),
      ...deeds,
      ...redrives,
      // Last of what these dice are asked: so all else is as it was.
      ...(ways.chance(0.4) ? planPauses(length, ways) : []),
      ...regrouped,
      ...replies,
      ...(agreements?.deeds ?? []),
      ...(channels?.deeds ?? []),
      ...moved,
      ...clicks,
      ...(writes?.deeds ?? []),
    ],
    spells: [
      ...planSpells(length, dice),
      ...outageOf(agreements),
      ...(channels?.spells ?? []),
      ...(writes?.spells ?? []),
    ],
    bounces: [...(ofMail.chance(0.6) ? planBounces(length, ofMail) : []), ...(agreements?.bounces ?? [])],
    goods: coming?.goods,
    agreements,
    channels,
    writes,
    poison: dice.chance(0.15) ? dice.between(0, length) : undefined,
  };
}

/** Long enough for its work to be done by hand. */
function outageOf(agreements: Agreements | undefined): readonly Spell[] {
  return agreements?.outage === undefined ? [] : [{ ...agreements.outage, partner: 'erp', how: 'fails' }];
}

/** A table of short picks, and now and then the same again under another name. */
function planFiles(length: number, dice: Dice, ways: Dice): readonly FileDrop[] {
  const at = dice.between(0, length);
  const by = (): FileDrop['by'] => ways.pick(['inbox', 'upload']);
  const first = { by: by(), at, name: 'picks.csv', short: dice.between(1, 3), unreadable: dice.between(0, 2) };
  return dice.chance(0.5)
    ? [first, { ...first, by: by(), name: 'again.csv', at: at + dice.pick([0, 3_000, 600_000]) }]
    : [first];
}

const MANNERS = {
  system: ['slow', 'fails', 'nonsense', 'refuses'],
  slack: ['slow', 'fails', 'nonsense', 'refuses', 'ratelimited', 'ratelimited', 'internal_error'],
} as const;

/** SES takes nothing for a while: the sending rate of the account is used up. */
function planSpells(length: number, dice: Dice): readonly Spell[] {
  return Array.from({ length: dice.between(0, 5) }, () => {
    const partner = dice.pick([...PARTNERS, 'erp', 'slack', 'ses'] as const);
    const from = dice.between(0, length);
    const to = Math.min(length, from + dice.between(1, 40) * MINUTE);
    return { from, to, partner, how: partner === 'slack' ? dice.pick(MANNERS.slack) : dice.pick(MANNERS.system) };
  });
}
