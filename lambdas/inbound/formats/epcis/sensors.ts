import type { Signal } from '../../../contracts/index.ts';
import { lookUp } from '../look-up.ts';
import type { SensorElement } from './read-event.ts';

type Quantities = NonNullable<Signal['quantities']>;
type Report = SensorElement['sensorReport'][number];

/** GS1 Web Vocabulary, SensorAlertType, with what it means for goods that are kept cool or warm. */
const CONDITIONS: Readonly<Record<Condition, string>> = {
  ALARM_CONDITION: 'The temperature sensor reports an alarm',
  ERROR_CONDITION: 'The temperature sensor reports an error of its own: nobody knows which temperature it was',
};
type Condition = 'ALARM_CONDITION' | 'ERROR_CONDITION';

export interface Alarm {
  readonly code: Condition;
  readonly text: string;
}

/**
 * What the devices themselves call an alarm or an error about temperature; no limit is ours. A flag without a type is about temperature where its device measures that
 * and nothing else.
 */
export function temperatureAlarm(elements: readonly SensorElement[]): Alarm | undefined {
  const raised = new Set(elements.flatMap(({ sensorReport }) => raisedIn(sensorReport, true)));
  const code = raised.has('ALARM_CONDITION')
    ? 'ALARM_CONDITION'
    : raised.has('ERROR_CONDITION')
      ? 'ERROR_CONDITION'
      : undefined;
  return code === undefined ? undefined : { code, text: CONDITIONS[code] };
}

/** GS1 Web Vocabulary, MeasurementType: what else hurts goods, with what its alarm means. Others (speed, voltage …) are about the way or the device. */
const HURTS: Readonly<Record<string, string>> = {
  AbsoluteHumidity: 'The humidity sensor reports an alarm',
  RelativeHumidity: 'The humidity sensor reports an alarm',
  Acceleration: 'The shock sensor reports an alarm',
  Illuminance: 'The light sensor reports an alarm: it may have been opened',
};

/** What a device calls an alarm about something else that hurts goods: they have to be looked at. */
export function damageAlarm(elements: readonly SensorElement[]): Alarm | undefined {
  for (const { type, exception, booleanValue } of elements.flatMap(({ sensorReport }) => sensorReport)) {
    const text = booleanValue === false || type === undefined ? undefined : lookUp(HURTS, bare(type));
    if (text !== undefined && bare(exception ?? '') === 'ALARM_CONDITION') return { code: 'ALARM_CONDITION', text };
  }
  return undefined;
}

/** Flags about something else, or about what the event does not say. */
export function otherAlarms(elements: readonly SensorElement[]): readonly string[] {
  return [...new Set(elements.flatMap(({ sensorReport }) => raisedIn(sensorReport, false)))];
}

function raisedIn(reports: readonly Report[], isTemperature: boolean): readonly Condition[] {
  const types = new Set(reports.flatMap(({ type }) => (type === undefined ? [] : [bare(type)])));
  const onlyTemperature = types.size === 1 && types.has('Temperature');
  return reports.flatMap(({ type, exception, booleanValue }) => {
    const condition = bare(exception ?? '');
    if (booleanValue === false || (condition !== 'ALARM_CONDITION' && condition !== 'ERROR_CONDITION')) return [];
    const isAbout = type === undefined ? onlyTemperature : bare(type) === 'Temperature';
    return isAbout === isTemperature ? [condition] : [];
  });
}

/** Lowest and highest temperature of an event, in the unit that was sent. Two units are not compared. */
export function temperaturesOf(elements: readonly SensorElement[]): Quantities {
  const reports = elements
    .flatMap(({ sensorReport }) => sensorReport)
    .filter(({ type }) => bare(type ?? '') === 'Temperature');
  const [unit, ...others] = new Set(reports.flatMap(({ uom }) => (uom === undefined || uom === '' ? [] : [uom])));
  if (unit === undefined || others.length > 0) return {};
  let lowest = Infinity;
  let highest = -Infinity;
  for (const { value, minValue, maxValue } of reports) {
    for (const figure of [value, minValue, maxValue]) {
      if (figure === undefined) continue;
      lowest = Math.min(lowest, figure);
      highest = Math.max(highest, figure);
    }
  }
  const low = decimalText(lowest);
  const high = decimalText(highest);
  if (low === undefined || high === undefined) return {};
  return { temperature_min: { value: low, unit }, temperature_max: { value: high, unit } };
}

/** A figure of JSON as the decimal text of our contracts: six places at most. */
export function decimalText(figure: number): string | undefined {
  if (!Number.isFinite(figure) || Math.abs(figure) >= 1e15) return undefined;
  return figure
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
}

/** Terms of the GS1 Web Vocabulary come bare, by prefix or as web URI; measurements had `MT-` before their names when 2.0 was drafted. */
function bare(term: string): string {
  return term.replace(/^(gs1:|https?:\/\/(www\.|ref\.)?gs1\.org\/voc\/)/i, '').replace(/^MT-/, '');
}
