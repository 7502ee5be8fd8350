import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { RotaLayer } from '../contracts/index.ts';

/** The number of the turn in which a local time lies, from 0; undefined before the first. */
export function turnOf(layer: RotaLayer, local: Temporal.ZonedDateTime): number | undefined {
  if (typeof layer.rotation !== 'string') return customTurn(layer, layer.rotation.rrule, local);
  const handover = Temporal.PlainTime.from(layer.handoverAt);
  const early = Temporal.PlainTime.compare(local.toPlainTime(), handover) < 0;
  const turnDay = early ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
  const days = Temporal.PlainDate.from(layer.startsOn).until(turnDay, { largestUnit: 'days' }).days;
  return days < 0 ? undefined : Math.floor(days / (layer.rotation === 'weekly' ? 7 : 1));
}

/** Instants at which a turn of a layer with a rule of its own begins, within a stretch; both ends included. */
export function handoversOf(
  layer: RotaLayer,
  zone: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): readonly Temporal.Instant[] {
  if (typeof layer.rotation === 'string') return [];
  return ruleOf(layer, layer.rotation.rrule, zone)
    .between(new Date(from.epochMilliseconds), new Date(to.epochMilliseconds), true)
    .map((one) => Temporal.Instant.fromEpochMilliseconds(one.epochMilliseconds));
}

function customTurn(layer: RotaLayer, rrule: string, local: Temporal.ZonedDateTime): number | undefined {
  const begins = Temporal.PlainDate.from(layer.startsOn).toZonedDateTime({
    timeZone: local.timeZoneId,
    plainTime: Temporal.PlainTime.from(layer.handoverAt),
  });
  if (Temporal.ZonedDateTime.compare(local, begins) < 0) return undefined;
  const begun = handoversUntil(
    ruleOf(layer, rrule, local.timeZoneId),
    begins.epochMilliseconds,
    local.epochMilliseconds,
  );
  return begun.findLastIndex((at) => at <= local.epochMilliseconds) + 1;
}

const AHEAD_MS = 90 * 24 * 3_600_000;

/** Hand-overs that were counted, by their rule: counted from the first each time, a layer would get slower by the day. */
const counted = new WeakMap<RRuleTemporal, { readonly times: readonly number[]; readonly horizon: number }>();

/** Hand-overs after the first to `until` at least, as epoch milliseconds. The first turn begins with the layer, whether or not the rule has an occurrence there. */
function handoversUntil(rule: RRuleTemporal, first: number, until: number): readonly number[] {
  const known = counted.get(rule);
  if (known !== undefined && known.horizon >= until) return known.times;
  const horizon = until + AHEAD_MS;
  const times = rule.between(new Date(first), new Date(horizon), false).map((at) => at.epochMilliseconds);
  counted.set(rule, { times, horizon });
  return times;
}

/** Rules by their text: a rota is asked at every step of every case. */
const rules = new Map<string, RRuleTemporal>();

/** Throws where the text is no rule: packs are checked before they are published. */
export function ruleOf({ startsOn, handoverAt }: RotaLayer, rrule: string, zone: string): RRuleTemporal {
  const start = `${startsOn}T${handoverAt}00`.replaceAll(/[-:]/g, '');
  const text = `DTSTART;TZID=${zone}:${start}\nRRULE:${rrule}`;
  const known = rules.get(text);
  if (known !== undefined) return known;
  const rule = new RRuleTemporal({ rruleString: text });
  rules.set(text, rule);
  return rule;
}
