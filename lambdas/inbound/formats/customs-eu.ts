import type { SubjectReference } from '../../contracts/index.ts';
import { messageTypes } from './customs/message-types.ts';
import type { MessageType } from './customs/message-types.ts';
import {
  declarationReference,
  firstText,
  placeOfOffice,
  readCustomsTime,
  remarksIn,
} from './customs/read-declaration.ts';
import { draftOf } from './draft.ts';
import type { SentTime } from './local-time.ts';
import { shown } from './look-up.ts';
import { containerNumber, referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { elementsNamed, elementsWhere, readXml, textAt } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A message of ICS, NCTS or AES: `CC351A`, `CC060C`, or of ICS2: `IE3N05`. */
const NAME = /^(?:(CC\d{3})[A-Z]|(IE3[NQR]\d{2}))$/;
const MOST_MESSAGES = 2000;

/**
 * Messages of the European customs systems. The name of the message says what it means, whatever its fields hold: real senders fill in what their schema wants. Envelopes of the
 * national gateways differ, so messages are looked for everywhere in the document.
 */
export function customsTranslator(format: string): Translator {
  return ({ bytes }, sender) => {
    const root = readXml(bytes);
    if ('detail' in root) return { format, drafts: [], rejections: [root], warnings: [] };
    const messages = elementsWhere(root, ({ name }) => NAME.test(name)).slice(0, MOST_MESSAGES);
    if (messages.length === 0) {
      const detail = `There is no message of customs: the document begins with "${shown(root.name)}".`;
      const mend = 'Send the message as customs names it, for example CC351A or CC060C.';
      return { format, drafts: [], rejections: [{ part: 'payload', pointer: '', detail, mend }], warnings: [] };
    }
    const drafts: SignalDraft[] = [];
    const rejections: Rejection[] = [];
    const warnings: string[] = [];
    for (const [index, message] of messages.entries()) {
      const part = messages.length === 1 ? message.name : `${message.name}, message ${index + 1}`;
      const made = readMessage(message, part, sender, (text) => warnings.push(`${part}: ${text}`));
      if ('detail' in made) rejections.push(made);
      else drafts.push(made);
    }
    return { format, drafts, rejections, warnings };
  };
}

function readMessage(
  message: XmlElement,
  part: string,
  sender: Sender,
  warn: (text: string) => void,
): SignalDraft | Rejection {
  const [, classic, ics2] = NAME.exec(message.name) ?? [];
  const known = messageTypes.get(classic ?? ics2 ?? '');
  if (known === undefined) warn(`${message.name} is not in our list of messages; it is taken as progress`);
  const references = referencesIn(message, sender);
  if (references.length === 0) {
    const detail = 'The message names no declaration: neither MRN nor LRN.';
    return { part, pointer: message.name, detail, mend: 'Send it with the number of the declaration.' };
  }
  const place = placeOfOffice(officeOf(message));
  const trouble = troubleOf(message, known);
  return draftOf(
    {
      part,
      references,
      time: timeOf(message, place, sender, warn),
      trouble,
      ...(trouble === undefined ? { milestone: { name: known?.milestone ?? 'other', at: 'actual' } } : {}),
      reason: reasonOf(message, known),
      place,
      text: [known?.meaning ?? message.name, '. ', remarksIn(message, REMARKS).join(' ')].join(''),
    },
    sender,
  );
}

/** Offices of phases 4 and 5, those that speak before those that are only named. */
const OFFICES = [
  'CUSOFFFENT730',
  'CUSOFFLON',
  'CUSOFFDEPEPT',
  'CUSOFFDESEST',
  'CUSOFFEXP',
  'CustomsOfficeOfDeparture',
  'CustomsOfficeOfDestinationActual',
  'CustomsOfficeOfExport',
  'CustomsOfficeOfExitActual',
  'CustomsOfficeOfFirstEntry',
  'CustomsOfficeOfDestinationDeclared',
];

function officeOf(message: XmlElement): string | undefined {
  const offices = elementsNamed(message, ...OFFICES);
  const named = OFFICES.flatMap((name) => offices.find((office) => office.name === name) ?? [])[0];
  return named?.children.find(({ name, text }) => /^(RefNum\w+|referenceNumber)$/.test(name) && text !== '')?.text;
}

function referencesIn(message: XmlElement, sender: Sender): readonly SubjectReference[] {
  const declarations = ['MRN', 'DocNumHEA5', 'LRN', 'RefNumHEA4'].flatMap((name) =>
    declarationReference(firstText(message, [name]), sender),
  );
  const containers = elementsNamed(message, 'containerIdentificationNumber', 'ConNumNR21')
    .map(({ text }) => containerNumber(text))
    .flatMap((number) => referenceTo('container', number, sender.issuer));
  const ours = ['referenceNumberUCR', 'ComRefNumHEA', 'ConRefNumHEA'].flatMap((name) =>
    referenceTo('customer_reference', firstText(message, [name]), sender.issuer),
  );
  // An answer to a message that never became a declaration names that message.
  if (declarations.length > 0 || !/^(CC9|IE3N99)/.test(message.name)) {
    return declarations.length === 0 ? [] : [...declarations, ...containers, ...ours];
  }
  const answered = firstText(message, ['correlationIdentifier', 'CorIdeMES25']);
  return [...referenceTo('customer_reference', answered, sender.issuer), ...containers, ...ours];
}

/** Release of a part, and no release, by the code of an otherwise good message: NCTS-P5, release indicator. */
const HELD_BACK: Readonly<Record<string, string>> = {
  '2': 'a part was released',
  '3': 'a part was released',
  '4': 'nothing was released',
};

function troubleOf(message: XmlElement, known: MessageType | undefined): string | undefined {
  const { name } = message;
  if (name.startsWith('CC025') && HELD_BACK[firstText(message, ['releaseIndicator']) ?? ''] !== undefined) {
    return 'compliance.customs_hold';
  }
  // Invalidated by customs, the goods have no declaration to move under; at the trader's own wish all is well.
  const isInvalidated = /^CC[05]09/.test(name) && firstText(message, ['decision']) === '1';
  if (isInvalidated && firstText(message, ['initiatedByCustoms']) === '1') return 'compliance.customs_hold';
  return known?.trouble;
}

/** When customs decided; the time of preparation is that of the message. */
const TIMES = [
  'controlNotificationDateAndTime',
  'noReleaseDateAndTime',
  'rejectionDateAndTime',
  'incidentNotificationDateAndTime',
  'decisionDateAndTime',
  'releaseDateAndTime',
  'releaseDate',
  'NotDatTimHEA104',
  'DecRejDatTimHEA116',
  'DecRegDatTimHEA115',
  'preparationDateAndTime',
];

function timeOf(
  message: XmlElement,
  place: ReturnType<typeof placeOfOffice>,
  sender: Sender,
  warn: (text: string) => void,
): SentTime | undefined {
  for (const name of TIMES) {
    const text = firstText(message, [name]);
    if (text === undefined) continue;
    const time = readCustomsTime(text, place, sender.zone);
    if (time !== undefined) return time;
    warn(`${name} "${shown(text)}" is no time`);
  }
  const day = textAt(message, 'DatOfPreMES9');
  return day === undefined
    ? undefined
    : readCustomsTime(`${day}${textAt(message, 'TimOfPreMES10') ?? ''}`, place, sender.zone);
}

/** Groups in which customs gives its reasons, and their fields: a code, then words. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  CUSINT632: ['CusIntCodCUSINT665', 'CusIntTexCUSINT666'],
  FUNERRER1: ['ErrTypER11', 'ErrReaER13', 'ErrPoiER12'],
  FunctionalError: ['errorCode', 'errorReason', 'errorPointer'],
  XMLError: ['errorCode', 'errorReason', 'errorText'],
  InvalidGuaranteeReason: ['code', 'text'],
  TypeOfControls: ['type', 'text'],
  Incident: ['code', 'text'],
};
const REMARKS: Readonly<Record<string, readonly string[]>> = {
  ...REASONS,
  RequestedDocument: ['documentType', 'description'],
  HEAHEA: ['DecRejReaHEA252'],
  TransitOperation: ['noReleaseMotivationCode', 'noReleaseMotivationText', 'rejectionCode', 'rejectionReason'],
  Invalidation: ['justification'],
};

function reasonOf(message: XmlElement, known: MessageType | undefined) {
  const group = elementsNamed(message, ...Object.keys(REASONS))[0];
  const [codeName = '', ...wordNames] = REASONS[group?.name ?? ''] ?? [];
  const code = textAt(group, codeName);
  const meaning = known?.meaning;
  if (code === undefined) return { scheme: 'eu-customs', code: message.name, text: meaning };
  return {
    scheme: `eu-customs:${group?.name ?? ''}`,
    code,
    status: message.name,
    text: wordNames.map((name) => textAt(group, name)).find((word) => word !== undefined) ?? meaning,
  };
}
