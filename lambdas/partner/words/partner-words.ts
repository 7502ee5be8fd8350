/** All that a partner reads, beside what whoever asks has written. `{}` is where something is put in. */
export interface PartnerWords {
  readonly locale: string;
  /** Numbers that carriers and suppliers know, by the kind of what they are of. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly goods: string;
  readonly about: string;
  readonly heard: string;
  readonly asks: { readonly stands: string; readonly capacity: string; readonly damage: string };
  readonly mail: {
    readonly subject: string;
    readonly to: string;
    readonly answer: string;
    readonly button: string;
    readonly how: string;
    readonly unread: string;
  };
  readonly page: {
    readonly title: string;
    readonly give: string;
    readonly arrival: string;
    readonly offset: string;
    readonly choose: string;
    readonly document: string;
    readonly note: string;
    readonly address: string;
    readonly send: string;
    readonly notYet: string;
    readonly notSent: string;
  };
  readonly slips: {
    readonly unreadable: string;
    readonly 'other-address': string;
    readonly nothing: string;
    readonly arrival: string;
    readonly date: string;
    readonly year: string;
    readonly large: string;
    readonly kind: string;
  };
  /** Title and line. */
  readonly told: Readonly<
    Record<
      | 'malformed'
      | 'forged'
      | 'expired'
      | 'revoked'
      | 'astray'
      | 'case-over'
      | 'enough'
      | 'strange'
      | 'taken-already'
      | 'taken',
      readonly [title: string, line: string]
    >
  >;
}
