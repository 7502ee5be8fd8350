import type { PartnerWords } from './partner-words.ts';

export const de: PartnerWords = {
  locale: 'de-DE',
  kinds: {
    shipment: 'Sendung',
    container: 'Container',
    tracking: 'Sendungsnummer',
    delivery: 'Lieferung',
    booking: 'Buchung',
    bill_of_lading: 'Konnossement',
    load: 'Ladung',
    vessel: 'Schiff',
    purchase_order: 'Bestellung',
  },
  goods: 'Ware von uns',
  about: 'Es geht um {}.',
  heard: 'Uns wurde gemeldet: {}.',
  asks: {
    stands: 'Wie ist der Stand, und wann kommt die Ware an?',
    capacity: 'Können Sie die Ware an einem anderen Tag übernehmen, und welche Kapazität haben Sie dann?',
    damage: 'Was ist mit der Ware geschehen? Bitte senden Sie uns Ihre Stellungnahme, und Fotos, wenn es welche gibt.',
  },
  mail: {
    subject: 'Eine Frage zu: {}',
    to: 'An {}',
    answer: 'Bitte antworten Sie hier, ohne Konto, bis {}:',
    how: 'Sie können eine neue Ankunft, ein Dokument (PDF, PNG oder JPEG, bis 4 MB) und eine Bemerkung angeben. Die Seite fragt nach der Adresse, an die diese E-Mail ging; bitte leiten Sie sie nicht weiter.',
    unread: 'Antworten auf diese E-Mail werden nicht gelesen.',
  },
  page: {
    title: '{}: eine Frage zu {}',
    give: 'Geben Sie an, was Sie wissen, bis {}: eine neue Ankunft, ein Dokument, eine Bemerkung.',
    arrival: 'Neue Ankunft, in Ortszeit',
    offset: 'Abstand dieser Ortszeit von UTC',
    choose: 'Bitte wählen, wenn Sie eine Ankunft angeben',
    document: 'Dokument (PDF, PNG oder JPEG, bis 4 MB)',
    note: 'Bemerkung',
    address: 'Ihre E-Mail-Adresse, an die dieser Link ging',
    send: 'Antwort senden',
    notYet: 'Noch ist nichts geschehen. Erst der Knopf sendet die Antwort.',
    notSent: 'Es wurde noch nichts gesendet.',
  },
  slips: {
    unreadable: 'Das Formular konnte nicht gelesen werden.',
    'other-address': 'Dieser Link gilt für eine andere Adresse als die angegebene.',
    nothing: 'Geben Sie eine neue Ankunft, ein Dokument oder eine Bemerkung an.',
    arrival: 'Geben Sie die Ankunft mit Datum und Uhrzeit an, und wählen Sie die Zeitzone.',
    date: 'Dieses Datum gibt es nicht.',
    year: 'Das ist mehr als ein Jahr entfernt. Stimmt das Jahr?',
    large: 'Das Dokument ist größer als 4 MB. Bitte senden Sie ein kleineres.',
    kind: 'Das Dokument ist weder PDF noch PNG noch JPEG. Bitte senden Sie eines davon.',
  },
  told: {
    malformed: [
      'Dieser Link funktioniert nicht',
      'Dieser Link ist nicht vollständig. Bitte kopieren Sie ihn ganz aus der E-Mail.',
    ],
    forged: ['Dieser Link funktioniert nicht', 'Dieser Link stammt nicht von Fairlead.'],
    expired: [
      'Dieser Link funktioniert nicht',
      'Dieser Link ist zu alt. Bitte fragen Sie den Absender nach einem neuen.',
    ],
    revoked: ['Dieser Link funktioniert nicht', 'Dieser Link wurde zurückgezogen. Bitte fragen Sie den Absender.'],
    astray: [
      'Dieser Link funktioniert nicht',
      'Hier wurde zu oft eine andere Adresse angegeben. Bitte fragen Sie den Absender nach einem neuen Link.',
    ],
    'case-over': ['Nichts zu beantworten', 'Das ist erledigt; es wird nichts mehr gefragt. Es wurde nichts gesendet.'],
    enough: [
      'Bitte rufen Sie an',
      'Über diesen Link kamen schon viele Antworten. Bitte rufen Sie den Absender an. Es wurde nichts gesendet.',
    ],
    strange: [
      'Dieser Link funktioniert nicht',
      'Öffnen Sie den Link noch einmal und antworten Sie auf der Seite, die er zeigt. Es wurde nichts gesendet.',
    ],
    'taken-already': [
      'Vielen Dank',
      'Diese Antwort haben wir schon. Über denselben Link können Sie eine weitere senden.',
    ],
    taken: ['Vielen Dank', 'Wir haben Ihre Antwort. Über denselben Link können Sie eine weitere senden.'],
  },
};
