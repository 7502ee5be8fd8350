/** The way out of messages, in the language of whoever reads it. */
interface OptOutWords {
  readonly broken: readonly [title: string, line: string];
  readonly question: readonly [title: string, line: string];
  readonly button: string;
  readonly notYet: string;
  readonly done: readonly [title: string, line: string];
}

/** Those in which the default pack writes to customers. */
export const OPT_OUT_WORDS = {
  en: {
    broken: ['This link does not work', 'Copy it from the message as a whole.'],
    question: [
      'No more messages about your deliveries?',
      'You will not be written to any more when something happens to an order of yours.',
    ],
    button: 'Stop these messages',
    notYet: 'Nothing has happened yet. It does when you press the button.',
    done: ['You will get no more messages', 'It holds from now on, for all of your orders.'],
  },
  de: {
    broken: ['Dieser Link funktioniert nicht', 'Bitte kopieren Sie ihn vollständig aus der Nachricht.'],
    question: [
      'Keine Nachrichten mehr über Ihre Lieferungen?',
      'Wir schreiben Ihnen dann nicht mehr, wenn mit einer Ihrer Bestellungen etwas geschieht.',
    ],
    button: 'Keine Nachrichten mehr',
    notYet: 'Noch ist nichts geschehen. Es geschieht, wenn Sie auf den Knopf drücken.',
    done: ['Sie erhalten keine Nachrichten mehr', 'Das gilt ab jetzt, für alle Ihre Bestellungen.'],
  },
  fr: {
    broken: ['Ce lien ne fonctionne pas', 'Copiez-le en entier depuis le message.'],
    question: [
      'Ne plus recevoir de messages sur vos livraisons ?',
      'Nous ne vous écrirons plus lorsqu’il arrive quelque chose à l’une de vos commandes.',
    ],
    button: 'Ne plus recevoir ces messages',
    notYet: 'Rien n’est encore fait. Cela se fait quand vous appuyez sur le bouton.',
    done: ['Vous ne recevrez plus de messages', 'Cela vaut dès maintenant, pour toutes vos commandes.'],
  },
} as const satisfies Readonly<Record<string, OptOutWords>>;
