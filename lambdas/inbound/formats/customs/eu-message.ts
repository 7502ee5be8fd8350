import type { Place, SubjectReference } from '../../../contracts/index.ts';
import type { SentTime } from '../local-time.ts';
import { shown } from '../look-up.ts';
import { containerNumber, referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementsNamed, elementsWhere, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { messageTypes } from './message-types.ts';
import type { MessageType } from './message-types.ts';
import { declarationReference, firstText, readCustomsTime } from './read-declaration.ts';

/** A message of ICS, NCTS or AES: `CC351A`, `CC060C`, by its number alone (`IE351`), or of ICS2: `IE3N05`; some name the element by its type. */
const NAME = /^(?:(CC\d{3})[A-Z]|IE(\d{3})[A-Z]?|(IE3[AFNQR]\d{2}))(?:Type)?$/;

/** A number that is of no message in the list may be of another system of the Union: IE801 is of excise. */
export function isMessage({ name }: XmlElement): boolean {
  const [, classic, number] = NAME.exec(name) ?? [];
  return classic !== undefined || (number === undefined ? NAME.test(name) : messageTypes.has(`CC${number}`));
}

/** Where the table has it by number: `CC351`, `IE3N05`; all filings of ICS2, and all their amendments, are one. */
export function keyOf(name: string): string {
  const [, classic, number, ics2 = ''] = NAME.exec(name) ?? [];
  if (classic !== undefined) return classic;
  return number === undefined ? ics2.replace(/^(IE3[AF])\d\d$/, '$1') : `CC${number}`;
}

/** Offices of phases 4 and 5, those that speak before those that are only named. */
const OFFICES = [
  'CUSOFFFENT730',
  'CUSOFFLON',
  'CUSOFFDEPEPT',
  'CUSOFFDESEST',
  'CUSOFFPREOFFRES',
  'CUSOFFEXP',
  'CustomsOfficeOfDeparture',
  'CustomsOfficeOfDestinationActual',
  'CustomsOfficeOfExport',
  'CustomsOfficeOfExitActual',
  'CustomsOfficeOfImport',
  'CustomsOfficeOfPresentation',
  'CustomsOfficeOfControl',
  'CustomsOfficeOfFirstEntry',
  'CustomsOfficeOfDestinationDeclared',
].map((name) => name.toLowerCase());

/** ICS2 begins its names with a small letter. */
export function officeOf(message: XmlElement): string | undefined {
  const offices = elementsWhere(message, ({ name }) => OFFICES.includes(name.toLowerCase()));
  const named = OFFICES.flatMap((name) => offices.find((office) => office.name.toLowerCase() === name) ?? [])[0];
  return named?.children.find(({ name, text }) => /^(RefNum\w+|referenceNumber)$/.test(name) && text !== '')?.text;
}

export function referencesIn(message: XmlElement, sender: Sender): readonly SubjectReference[] {
  const declarations = ['MRN', 'DocNumHEA5', 'LRN', 'RefNumHEA4'].flatMap((name) =>
    declarationReference(firstText(message, [name]), sender),
  );
  const containers = elementsNamed(message, 'containerIdentificationNumber', 'ConNumNR21')
    .map(({ text }) => containerNumber(text))
    .flatMap((number) => referenceTo('container', number, sender.issuer));
  const ours = ['referenceNumberUCR', 'ComRefNumHEA', 'ConRefNumHEA'].flatMap((name) =>
    referenceTo('customer_reference', firstText(message, [name]), sender.issuer),
  );
  const bills = elementsWhere(message, ({ name }) => TRANSPORT_DOCUMENT.test(name)).flatMap((document) =>
    referenceTo(
      'bill_of_lading',
      textAt(document, 'documentNumber') ?? textAt(document, 'referenceNumber'),
      sender.issuer,
    ),
  );
  const about = [...declarations, ...containers, ...bills, ...ours];
  if (declarations.length > 0) return about;
  const key = keyOf(message.name);
  // An answer to a message that never became a declaration names that message, and one about a guarantee the guarantee.
  const other = /^(CC9|IE3N99)/.test(key)
    ? firstText(message, ['correlationIdentifier', 'CorIdeMES25'])
    : ABOUT_GUARANTEES.test(key)
      ? firstText(message, ['GRN', 'GuaRefNumGRNREF1', 'GuaRefNumGRNREF21'])
      : undefined;
  return other === undefined ? [] : [...referenceTo('customer_reference', other, sender.issuer), ...about];
}

const TRANSPORT_DOCUMENT = /^transportDocument((Master|House)Level)?$/i;
const ABOUT_GUARANTEES = /^CC(023|034|037|224|225|228|229|231)$/;

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
  'notificationDate',
  'documentIssueDate',
  'preparationDateAndTime',
];

export function timeOf(
  message: XmlElement,
  place: Place | undefined,
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
export const REMARKS: Readonly<Record<string, readonly string[]>> = {
  ...REASONS,
  RequestedDocument: ['documentType', 'description'],
  HEAHEA: ['DecRejReaHEA252', 'ArrRejReaHEA242', 'NoRelMotHEA272', 'AmeRejMotTexHEA605', 'CanJusHEA248'],
  TransitOperation: [
    'discrepanciesNotificationText',
    'noReleaseMotivationCode',
    'noReleaseMotivationText',
    'rejectionCode',
    'rejectionReason',
  ],
  Invalidation: ['justification'],
};

export function reasonOf(message: XmlElement, known: MessageType | undefined) {
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
