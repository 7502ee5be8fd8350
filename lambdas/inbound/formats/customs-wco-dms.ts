import { DENIED, functionCodes } from './customs/function-codes.ts';
import type { FunctionCode } from './customs/function-codes.ts';
import { declarationReference, placeOfOffice } from './customs/read-declaration.ts';
import { readDelivery } from './customs/read-delivery.ts';
import { draftOf } from './draft.ts';
import { readIsoTime, readLocal } from './local-time.ts';
import type { SentTime } from './local-time.ts';
import { shown } from './look-up.ts';
import { referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { elementAt, elementsAt, elementsNamed, elementsWhere, textAt } from './xml.ts';
import type { XmlElement } from './xml.ts';

const FORMAT = 'customs-wco-dms';
const MOST_RESPONSES = 2000;

/** Responses by the WCO data model, as declaration management systems send them: one signal for each. */
export const translateWcoResponse: Translator = ({ bytes }, sender) => {
  const root = readDelivery(bytes);
  if ('detail' in root) return { format: FORMAT, drafts: [], rejections: [root], warnings: [] };
  const responses = elementsWhere(
    root,
    (element) => element.name === 'Response' && elementAt(element, 'FunctionCode') !== undefined,
  ).slice(0, MOST_RESPONSES);
  const version = elementsNamed(root, 'WCODataModelVersionCode')[0]?.text.slice(0, 20);
  const warnings: string[] = [];
  const rejections: Rejection[] = [];
  const drafts: SignalDraft[] = [];
  const declarations = responses.length === 0 ? declarationsIn(root) : [];
  drafts.push(...declarations.map((declaration, index) => readDeclaration(declaration, index, sender)));
  if (responses.length + declarations.length === 0) {
    const detail = `There is no Response with a FunctionCode: the document begins with "${shown(root.children[0]?.name ?? '')}".`;
    rejections.push({ part: 'payload', pointer: 'Response', detail, mend: 'Send the response of customs as it came.' });
  }
  const settled = settledIn(responses);
  for (const [index, response] of responses.entries()) {
    const part = `response ${index + 1}`;
    const isSettled = (settled.get(declarationOf(response)) ?? -1) > index;
    const made = readResponse(response, isSettled, part, sender, (text) => warnings.push(`${part}: ${text}`));
    if ('detail' in made) rejections.push(made);
    else drafts.push(made);
  }
  return { format: FORMAT, ...(version === undefined ? {} : { version }), drafts, rejections, warnings };
};

/** What a trader sends to customs, and no answer. */
function declarationsIn(root: XmlElement): readonly XmlElement[] {
  return elementsNamed(root, 'Declaration')
    .slice(0, MOST_RESPONSES)
    .filter(({ children }) => children.some(isNumber));
}

function isNumber({ name, text }: XmlElement): boolean {
  return text !== '' && (name === 'FunctionalReferenceID' || name === 'ID');
}

function readDeclaration(declaration: XmlElement, index: number, sender: Sender): SignalDraft {
  const report = {
    part: `declaration ${index + 1}`,
    references: referencesOf(declaration, sender),
    time: undefined,
    place: placeOfOffice(textAt(declaration, 'DeclarationOfficeID') ?? textAt(declaration, 'ExitOffice/ID')),
    text: 'Declaration to customs.',
  };
  return draftOf(report, sender);
}

function referencesOf(declaration: XmlElement | undefined, sender: Sender) {
  return [
    ...declarationReference(textAt(declaration, 'ID'), sender),
    ...declarationReference(textAt(declaration, 'FunctionalReferenceID'), sender),
    ...referenceTo('customer_reference', textAt(declaration, 'UCR/TraderAssignedReferenceID'), sender.issuer),
  ];
}

function codeOf(response: XmlElement): string {
  const code = textAt(response, 'FunctionCode') ?? '';
  return /^\d$/.test(code) ? `0${code}` : code;
}

function declarationOf(response: XmlElement): string {
  return textAt(response, 'Declaration/ID') ?? textAt(response, 'Declaration/FunctionalReferenceID') ?? '';
}

/** Where each declaration was last released or left: what held it before in the same payload is over. */
function settledIn(responses: readonly XmlElement[]): ReadonlyMap<string, number> {
  return new Map(
    responses.flatMap((response, index) =>
      functionCodes.get(codeOf(response))?.milestone === undefined ? [] : [[declarationOf(response), index] as const],
    ),
  );
}

function readResponse(
  response: XmlElement,
  isSettled: boolean,
  part: string,
  sender: Sender,
  warn: (text: string) => void,
): SignalDraft | Rejection {
  const code = codeOf(response);
  const known = functionCodes.get(code);
  if (known === undefined) warn(`FunctionCode "${shown(code)}" is not in our list; it is taken as progress`);
  const declaration = elementAt(response, 'Declaration');
  const references = referencesOf(declaration, sender);
  if (references.length === 0) {
    const detail = 'The response names no declaration.';
    const mend = 'Send it with Declaration/ID or Declaration/FunctionalReferenceID.';
    return { part, pointer: 'Response/Declaration', detail, mend };
  }
  const trouble = isSettled ? undefined : troubleOf(code, response, known);
  return draftOf(
    {
      part,
      reportId: textAt(response, 'FunctionalReferenceID'),
      references,
      time: timeOf(response, sender, warn),
      trouble,
      ...(trouble === undefined ? { milestone: { name: known?.milestone ?? 'other', at: 'actual' } } : {}),
      reason: reasonOf(response, code, known),
      place: placeOfOffice(textAt(declaration, 'DeclarationOffice/ID') ?? textAt(declaration, 'ExitOffice/ID')),
      text: [known?.meaning ?? `Response ${shown(code)}`, ...errorsIn(response), ...remarksIn(response)].join('. '),
    },
    sender,
  );
}

function troubleOf(code: string, response: XmlElement, known: FunctionCode | undefined): string | undefined {
  const isDenied = code === '11' && elementsAt(response, 'Status/NameCode').some(({ text }) => text === DENIED);
  return isDenied ? 'compliance.customs_hold' : known?.trouble;
}

/** 304 is CCYYMMDDHHMMSS with a zone, as the only one in use; others are read where they look like it. */
function timeOf(response: XmlElement, sender: Sender, warn: (text: string) => void): SentTime | undefined {
  const text = textAt(response, 'IssueDateTime/DateTimeString') ?? textAt(response, 'IssueDateTime');
  if (text === undefined) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone] =
    /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/.exec(text) ?? [];
  const time =
    year === ''
      ? readIsoTime(text, {}, sender.zone)
      : readLocal(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, zone, {}, sender.zone);
  if (time === undefined) warn(`IssueDateTime "${shown(text)}" is no time; that of reception stands`);
  return time;
}

function reasonOf(response: XmlElement, code: string, known: FunctionCode | undefined) {
  const error = textAt(response, 'Error/ValidationCode');
  const text = textAt(response, 'Error/Description') ?? known?.meaning;
  if (error !== undefined) return { scheme: 'wco-dms:error', code: error, status: code, text };
  return { scheme: 'wco-dms:function', code, text };
}

const MOST_ERRORS = 10;

/** Each error with its place in the declaration: sections of the data model, with their number. */
function errorsIn(response: XmlElement): readonly string[] {
  return elementsAt(response, 'Error')
    .slice(0, MOST_ERRORS)
    .map((error) => {
      const steps = elementsAt(error, 'Pointer').map((pointer) => {
        const number = textAt(pointer, 'SequenceNumeric');
        const tag = textAt(pointer, 'TagID');
        return [textAt(pointer, 'DocumentSectionCode'), number && `(${number})`, tag && `/${tag}`].join('');
      });
      const where = steps.length === 0 ? '' : ` at ${steps.join('/')}`;
      return `Error ${textAt(error, 'ValidationCode') ?? ''}${where}`.slice(0, 160);
    });
}

function remarksIn(response: XmlElement): readonly string[] {
  return elementsAt(response, 'AdditionalInformation')
    .slice(0, MOST_ERRORS)
    .flatMap((information) => textAt(information, 'StatementDescription')?.slice(0, 300) ?? []);
}
