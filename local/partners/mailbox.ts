export interface Mail {
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailbox {
  readonly mails: readonly Mail[];
  deliver(mail: Mail): void;
}

export function createMailbox(): Mailbox {
  const mails: Mail[] = [];
  return {
    mails,
    deliver: (mail) => {
      mails.push(mail);
    },
  };
}
