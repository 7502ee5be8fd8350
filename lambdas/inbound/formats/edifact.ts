import { decodeEdifact } from './edifact/decode.ts';
import { readBooking } from './edifact/booking.ts';
import { readCustomsResponse } from './edifact/cusres.ts';
import { readSchedule } from './edifact/iftsai.ts';
import { readInventoryReport } from './edifact/inventory-report.ts';
import { readTransportStatus } from './edifact/iftsta.ts';
import { readDespatchAdvice, readOrderResponse, readReceivingAdvice } from './edifact/order-messages.ts';
import { readOrderStatus } from './edifact/order-status.ts';
import { readApplicationError, readCargoReport, readControl } from './edifact/other-messages.ts';
import type { Reader } from './edifact/reader.ts';
import { readMessages } from './edifact/tokenize.ts';
import type { Message } from './edifact/tokenize.ts';
import { shown } from './look-up.ts';
import { testRefused } from './translator.ts';
import type { Rejection, SignalDraft, Translator } from './translator.ts';

const READERS: ReadonlyMap<string, (reader: Reader) => void> = new Map<string, (reader: Reader) => void>([
  ['IFTSTA', readTransportStatus],
  ['IFTSAI', readSchedule],
  ['ORDRSP', readOrderResponse],
  ['DESADV', readDespatchAdvice],
  ['RECADV', readReceivingAdvice],
  ['OSTRPT', readOrderStatus],
  ['INVRPT', readInventoryReport],
  ['IFTMBC', readBooking],
  ['CUSCAR', readCargoReport],
  ['CUSRES', readCustomsResponse],
  ['APERAK', readApplicationError],
  ['CONTRL', readControl],
]);

const MOST_WARNINGS = 200;

/**
 * UN/EDIFACT. Each message is read by the type that UNH names, whatever else came with it; a source of one type (`edifact-iftsta`) lends it to messages that name none.
 */
function edifactTranslator(format: string): Translator {
  const usual = format.split('-')[1]?.toUpperCase() ?? '';
  return ({ bytes }, sender) => {
    const drafts: SignalDraft[] = [];
    const rejections: Rejection[] = [];
    const warnings: string[] = [];
    let version: string | undefined;
    const warn = (text: string): void => {
      if (warnings.length < MOST_WARNINGS) warnings.push(text);
    };
    const envelope = readMessages(decodeEdifact(bytes), (message) => {
      const part = `message ${message.control}`;
      const read = READERS.get(message.type === '' ? usual : message.type);
      if (message.version !== '') version ??= message.version;
      if (message.isTest && sender.refusesTests === true) rejections.push(testRefused(part, 'UNB'));
      else if (read === undefined) rejections.push(unknownType(message, part));
      else read({ message, part, sender, drafts, rejections, warn });
    });
    rejections.unshift(...envelope.rejections);
    warnings.unshift(...envelope.warnings);
    return { format, ...(version === undefined ? {} : { version }), drafts, rejections, warnings };
  };
}

const FORMATS = [
  'edifact',
  ...['iftsta', 'iftsai', 'iftmbc', 'ordrsp', 'ostrpt', 'desadv', 'recadv', 'invrpt', 'cuscar', 'cusres'].map(
    (type) => `edifact-${type}`,
  ),
];

export const edifactTranslators: Readonly<Record<string, Translator>> = Object.fromEntries(
  FORMATS.map((format) => [format, edifactTranslator(format)]),
);

function unknownType({ type }: Message, part: string): Rejection {
  const detail = `There is no reader for messages of the type "${shown(type)}".`;
  return { part, pointer: 'UNH', detail, mend: `Send one of ${[...READERS.keys()].join(', ')}.` };
}
