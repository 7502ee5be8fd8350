import { isMessage, keyOf, officeOf, reasonOf, referencesIn, REMARKS, timeOf } from './customs/eu-message.ts';
import { messageTypes } from './customs/message-types.ts';
import type { MessageType } from './customs/message-types.ts';
import { firstText, placeOfOffice, remarksIn } from './customs/read-declaration.ts';
import { readDelivery } from './customs/read-delivery.ts';
import { draftOf } from './draft.ts';
import { lookUp, shown } from './look-up.ts';
import type { Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';
import { elementsNamed, elementsWhere } from './xml.ts';
import type { XmlElement } from './xml.ts';

const MOST_MESSAGES = 2000;
/** Answers of HMRC's safety and security APIs that only say where messages are to be fetched, or that one was taken. */
const LISTS = ['entryDeclarationResponses', 'advancedNotifications', 'SuccessResponse'];
/** HMRC's answer to a message that is none of its schema. */
const ERRORS = 'ErrorResponse';

/**
 * Messages of the European customs systems. The name of the message says what it means, whatever its fields hold: real senders fill in what their schema wants. Envelopes of the
 * national gateways differ, so messages are looked for everywhere in the document.
 */
export function customsTranslator(format: string): Translator {
  return ({ bytes }, sender) => {
    const root = readDelivery(bytes);
    if ('detail' in root) return { format, drafts: [], rejections: [root], warnings: [] };
    const messages = elementsWhere(root, isMessage).slice(0, MOST_MESSAGES);
    if (messages.length === 0) return { format, ...withoutMessages(root, sender) };
    const drafts: SignalDraft[] = [];
    const rejections: Rejection[] = [];
    const warnings: string[] = [];
    const settled = settledIn(messages);
    for (const [index, message] of messages.entries()) {
      const part = messages.length === 1 ? message.name : `${message.name}, message ${index + 1}`;
      const isSettled = (settled.get(firstText(message, MRNS) ?? '') ?? -1) > index;
      const made = readMessage(message, isSettled, part, sender, (text) => warnings.push(`${part}: ${text}`));
      if ('detail' in made) rejections.push(made);
      else drafts.push(made);
    }
    return { format, drafts, rejections, warnings };
  };
}

const MRNS = ['MRN', 'DocNumHEA5'];

/** Where each declaration was last released or has left: what held it before in the same payload is over. */
function settledIn(messages: readonly XmlElement[]): ReadonlyMap<string, number> {
  return new Map(
    messages.flatMap((message, index) => {
      const known = messageTypes.get(keyOf(message.name));
      const mrn = firstText(message, MRNS);
      const isOver = known?.milestone !== undefined && troubleOf(message, known) === undefined;
      return isOver && mrn !== undefined ? [[mrn, index] as const] : [];
    }),
  );
}

function withoutMessages(root: XmlElement, sender: Sender): Omit<Translation, 'format'> {
  const errors = elementsNamed(root, ERRORS);
  if (errors.length > 0)
    return { drafts: errors.map((error) => readErrors(error, sender)), rejections: [], warnings: [] };
  if (elementsNamed(root, ...LISTS).length > 0) {
    return { drafts: [], rejections: [], warnings: ['it holds no message, and only says where there are some'] };
  }
  const detail = `There is no message of customs: the document begins with "${shown(root.children[0]?.name ?? '')}".`;
  const mend = 'Send the message as customs names it, for example CC351A or CC060C.';
  return { drafts: [], rejections: [{ part: 'payload', pointer: '', detail, mend }], warnings: [] };
}

function readErrors(errors: XmlElement, sender: Sender): SignalDraft {
  const text = elementsNamed(errors, 'Text').find((one) => one.text !== '')?.text;
  return draftOf(
    {
      part: ERRORS,
      references: [],
      time: undefined,
      trouble: 'integration.payload_rejected',
      reason: { scheme: 'hmrc:error', code: firstText(errors, ['Number']) ?? 'none', text },
      text: ['Our message was refused. ', ...remarksIn(errors, { Error: ['Text', 'Location'] })].join(' '),
    },
    sender,
  );
}

function readMessage(
  message: XmlElement,
  isSettled: boolean,
  part: string,
  sender: Sender,
  warn: (text: string) => void,
): SignalDraft | Rejection {
  const known = messageTypes.get(keyOf(message.name));
  if (known === undefined) warn(`${message.name} is not in our list of messages; it is taken as progress`);
  const references = referencesIn(message, sender);
  if (references.length === 0) {
    const detail = 'The message names no declaration: neither MRN nor LRN.';
    return { part, pointer: message.name, detail, mend: 'Send it with the number of the declaration.' };
  }
  const place = placeOfOffice(officeOf(message));
  const trouble = isSettled ? undefined : troubleOf(message, known);
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

/** Release of a part, and no release, by the code of an otherwise good message: NCTS-P5, release indicator. */
const HELD_BACK: Readonly<Record<string, string>> = {
  '2': 'a part was released',
  '3': 'a part was released',
  '4': 'nothing was released',
};

/** NCTS-P5, type of a control notification: 0 a decision to control, 2 the intention before the goods are there; 1 asks for papers. */
const PAPERS_WANTED = '1';

function troubleOf(message: XmlElement, known: MessageType | undefined): string | undefined {
  const name = keyOf(message.name);
  if (name === 'CC060' && firstText(message, ['notificationType']) === PAPERS_WANTED)
    return 'compliance.document_missing';
  if (name === 'CC025' && lookUp(HELD_BACK, firstText(message, ['releaseIndicator'])) !== undefined) {
    return 'compliance.customs_hold';
  }
  // Invalidated by customs, the goods have no declaration to move under; at the trader's own wish all is well.
  const isInvalidated = /^CC[045]09$/.test(name) && firstText(message, ['decision', 'CanDecHEA93']) === '1';
  if (isInvalidated && firstText(message, ['initiatedByCustoms', 'CanIniByCusHEA94']) === '1')
    return 'compliance.customs_hold';
  return known?.trouble;
}
