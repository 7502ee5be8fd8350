import { styleText } from 'node:util';
import * as z from 'zod';
import type { CallDescription } from '../../local/kernel/kernel.ts';
import { caseEvent, signalReceived } from '../../lambdas/contracts/index.ts';
import type { CaseEvent, PolicyPack, Signal, StartedPlaybook } from '../../lambdas/contracts/index.ts';
import { actionLine } from './action-lines.ts';
import type { Titles } from './action-lines.ts';
import type { Line } from './line.ts';
import { noticeLine } from './notice-lines.ts';
import type { Readers } from './notice-lines.ts';

const putEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

export type Print = (line: string) => void;

/** Watches what is put on the bus, and tells each event in a line that a person can follow. */
export function createLiveLines(
  now: () => number,
  print: Print,
  pack: () => PolicyPack | undefined,
): (call: CallDescription) => void {
  const seen = new Set<string>();
  const known: Known = { titles: new Map(), readers: new Map() };
  const tell = (key: string, line: Line | undefined): void => {
    if (line === undefined || seen.has(key)) return;
    seen.add(key);
    if (seen.size > 10_000) seen.clear();
    const time = new Date(now()).toISOString().slice(11, 19);
    print(`${styleText('dim', time)}  ${styleText(line.colour, line.label.padEnd(13))} ${line.text}`);
  };
  return ({ service, operation, input }) => {
    if (service !== 'eventbridge' || operation !== 'PutEvents') return;
    for (const { DetailType, Detail } of putEvents.parse(input).Entries) {
      if (DetailType === 'SignalReceived') {
        const { signal } = signalReceived.parse(JSON.parse(Detail));
        tell(signal.id, signalLine(signal));
        continue;
      }
      const event = caseEvent.parse(JSON.parse(Detail));
      tell(`${event.entry.caseId} ${String(event.entry.sequence)}`, caseLine(event, pack(), known));
    }
  };
}

function signalLine(signal: Signal): Line {
  const { milestone } = signal;
  const step =
    milestone === undefined ? '' : `: ${milestone.name}${milestone.at === 'actual' ? '' : `, ${milestone.at}`}`;
  const what = 'type' in signal ? signal.type : `${signal.kind}${step}`;
  const subject = signal.references[0];
  return {
    label: 'signal',
    colour: 'cyan',
    text: `${what}, ${subject?.kind ?? ''} ${subject?.value ?? ''}, from ${signal.source.id} (${signal.source.format})`,
  };
}

function tasksIn(playbook: StartedPlaybook | undefined): string {
  const tasks = playbook?.tasks.length ?? 0;
  return tasks === 0 ? '' : ` ${String(tasks)} tasks.`;
}

/** What earlier events have said. */
interface Known {
  readonly titles: Titles;
  readonly readers: Readers;
}

function caseLine({ entry, case: record }: CaseEvent, pack: PolicyPack | undefined, known: Known): Line | undefined {
  const short = `#${record.id.slice(5, 13).toUpperCase()}`;
  const name = (id: string): string => pack?.people.find((person) => person.id === id)?.name ?? id;
  const { happening } = entry;
  const ofNotice = noticeLine(happening, known.readers, name);
  if (ofNotice !== undefined) return { ...ofNotice, text: `${short} ${ofNotice.said}` };
  switch (happening.what) {
    case 'CaseOpened':
      return { label: 'case', colour: 'bold', text: `${short} opened: ${record.title}` };
    case 'SignalAttached':
      return { label: 'case', colour: 'bold', text: `${short} has one more report` };
    case 'CaseTriaged':
    case 'SeverityChanged': {
      const { level, score, reasons } = happening.severity;
      const why = [...reasons]
        .sort((left, right) => (right.points ?? 0) - (left.points ?? 0))
        .slice(0, 3)
        .map(({ text }) => text)
        .join(' ');
      return {
        label: `severity ${level}`,
        colour: level === 'S1' ? 'red' : level === 'S2' ? 'yellow' : 'blue',
        text: `${short} ${String(score)} points. ${why}`,
      };
    }
    case 'OwnerNamed':
      return { label: 'owner', colour: 'magenta', text: `${short} belongs to ${happening.owner.team}` };
    case 'EscalationStepClaimed': {
      const people = [...new Set(happening.notices.map(({ person }) => name(person)))].join(' and ');
      const channels = [...new Set(happening.notices.map(({ channel }) => channel))].join(', ');
      const skipped = happening.skipped.map(({ text }) => ` ${text}`).join('');
      const label = happening.level === 1 ? 'owner' : `escalation ${String(happening.level)}`;
      return {
        label,
        colour: happening.level === 1 ? 'magenta' : 'red',
        text: `${short} calls ${people} by ${channels}.${tasksIn(happening.playbook)}${skipped}`,
      };
    }
    case 'CaseAcknowledged':
      return {
        label: 'acknowledged',
        colour: 'green',
        text: `${short} ${name(entry.actor.id)} has it (by ${happening.via})`,
      };
    case 'AcknowledgementTimedOut':
      return {
        label: 'forgotten',
        colour: 'red',
        text: `${short} was acknowledged and stood still: whoever is on duty is called`,
      };
    case 'ClockBreached':
      return {
        label: 'late',
        colour: 'red',
        text: `${short} the clock "${happening.clock}" was due at ${happening.dueAt.slice(11, 16)}`,
      };
    case 'CaseResolved':
      return {
        label: 'resolved',
        colour: 'green',
        text: `${short} by ${name(entry.actor.id)}: ${happening.resolution.replaceAll('_', ' ')}`,
      };
    case 'CaseReopened':
    case 'CaseWithdrawn':
    case 'CaseClosed':
      return { label: happening.what.slice(4).toLowerCase(), colour: 'bold', text: `${short} ${record.title}` };
    case 'LifecycleRestarted':
      return { label: 'auditor', colour: 'yellow', text: `${short} ${happening.reason}` };
    default: {
      const line = actionLine(happening, known.titles, name(entry.actor.id));
      return line === undefined ? undefined : { ...line, text: `${short} ${line.said}` };
    }
  }
}
