import type { ProgressSignal, Signal } from '../../../contracts/index.ts';
import { shown } from '../look-up.ts';
import { businessStep } from './codes/business-step.ts';
import { disposition } from './codes/disposition.ts';
import type { EpcisEvent, Fault } from './read-event.ts';
import { damageAlarm, otherAlarms, temperatureAlarm } from './sensors.ts';
import { readTerm } from './vocabulary.ts';
import type { Term } from './vocabulary.ts';

type Valid = Exclude<Term, { readonly invalid: string }>;

export interface Judged {
  /** Exception type; undefined for progress. */
  readonly trouble: string | undefined;
  readonly milestone: ProgressSignal['milestone'];
  readonly reason: Signal['reason'];
  /** What else the event says, for a person. */
  readonly remarks: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What an event means. What hurts goods by temperature says most; then what has become of them, its disposition before the lasting ones; then the step. A
 * disposition that is no word of any vocabulary is not guessed at. A step that is none only costs the milestone.
 */
export function judgeEvent(event: EpcisEvent): Judged | Fault {
  const states: Valid[] = [];
  for (const { sent, pointer } of dispositionsOf(event)) {
    const term = readTerm(sent, 'disp', disposition);
    if ('invalid' in term) return noDisposition(term.invalid, pointer);
    states.push(term);
  }
  const step = event.bizStep === undefined ? undefined : readTerm(event.bizStep, 'bizstep', businessStep);
  const known = step !== undefined && 'word' in step ? businessStep.get(step.word) : undefined;
  const isInTransit = states.some((state) => 'word' in state && state.word === 'in_transit');
  const name = known?.milestone ?? (isInTransit ? 'in_transit' : 'other');
  const isNoStep = step !== undefined && 'invalid' in step;
  return {
    ...causeOf(event, states, step),
    milestone: { name, at: 'actual' },
    remarks: remarksOf(event),
    warnings: isNoStep ? [`bizStep "${shown(step.invalid)}" is no word of CBV 2.0 and no URI`] : [],
  };
}

function dispositionsOf(event: EpcisEvent): readonly { readonly sent: string; readonly pointer: string }[] {
  const lasting = (event.persistentDisposition?.set ?? []).slice(0, MOST_LASTING);
  const own = event.disposition === undefined ? [] : [{ sent: event.disposition, pointer: '/disposition' }];
  return [...own, ...lasting.map((sent, index) => ({ sent, pointer: `/persistentDisposition/set/${String(index)}` }))];
}

/** There are 33 in the vocabulary. */
const MOST_LASTING = 50;

function noDisposition(sent: string, pointer: string): Fault {
  return {
    pointer,
    detail: `"${shown(sent)}" is no disposition of CBV 2.0 and no URI.`,
    mend: 'Send a word of CBV 2.0 such as in_transit or damaged, or the whole URI of a vocabulary of your own.',
  };
}

function causeOf(
  event: EpcisEvent,
  states: readonly Valid[],
  step: Term | undefined,
): Pick<Judged, 'trouble' | 'reason'> {
  const status = step === undefined ? undefined : verbatim(step);
  const beside = status === undefined ? {} : { status };
  const alarm = temperatureAlarm(event.sensorElementList);
  if (alarm !== undefined) {
    return {
      trouble: 'cargo.temperature_excursion',
      reason: { scheme: 'gs1:SensorAlertType', code: alarm.code, ...beside, text: alarm.text },
    };
  }
  const bad = states.find((state) => troubleOf(state, step) !== undefined);
  const hurt = bad === undefined ? damageAlarm(event.sensorElementList) : undefined;
  if (hurt !== undefined) {
    return {
      trouble: 'cargo.damaged',
      reason: { scheme: 'gs1:SensorAlertType', code: hurt.code, ...beside, text: hurt.text },
    };
  }
  const state = bad ?? states[0];
  if (state !== undefined && (bad !== undefined || troubleOfStep(step) === undefined)) {
    const meaning = 'word' in state ? disposition.get(state.word)?.meaning : undefined;
    const scheme = 'word' in state ? 'cbv:disp' : 'epcis:disposition';
    return {
      trouble: bad === undefined ? undefined : troubleOf(bad, step),
      reason: { scheme, code: verbatim(state), ...beside, ...(meaning === undefined ? {} : { text: meaning }) },
    };
  }
  return { trouble: troubleOfStep(step), reason: reasonOfStep(step) };
}

function troubleOf(state: Valid, step: Term | undefined): string | undefined {
  const known = 'word' in state ? disposition.get(state.word) : undefined;
  const isIntended = step !== undefined && 'word' in step && known?.intendedIn === step.word;
  return isIntended ? undefined : known?.trouble;
}

function troubleOfStep(step: Term | undefined): string | undefined {
  return step !== undefined && 'word' in step ? businessStep.get(step.word)?.trouble : undefined;
}

function reasonOfStep(step: Term | undefined): Signal['reason'] {
  if (step === undefined) return undefined;
  if (!('word' in step)) return { scheme: 'epcis:bizStep', code: verbatim(step) };
  const meaning = businessStep.get(step.word)?.meaning;
  return { scheme: 'cbv:bizstep', code: step.word, ...(meaning === undefined ? {} : { text: meaning }) };
}

/** The vocabulary's own words however they were written; others as they came. */
function verbatim(term: Term): string {
  if ('word' in term) return term.word;
  return 'foreign' in term ? term.foreign : shown(term.invalid);
}

function remarksOf({ persistentDisposition, sensorElementList }: EpcisEvent): readonly string[] {
  const listed = (words: readonly string[]): string => words.slice(0, 10).map(shown).join(', ');
  const { set = [], unset = [] } = persistentDisposition ?? {};
  const alarms = otherAlarms(sensorElementList);
  return [
    ...(set.length === 0 ? [] : [`From now on: ${listed(set)}.`]),
    ...(unset.length === 0 ? [] : [`No longer: ${listed(unset)}.`]),
    ...(alarms.length === 0 ? [] : [`A sensor reports ${listed(alarms)}, not known to be about temperature.`]),
  ];
}
