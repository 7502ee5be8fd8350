/** A mailbox that reports, and from which mails wait for people. */
export const MAIL_DESK = {
  id: 'desk-mail',
  title: 'Mailbox of the transport desk',
  format: 'email',
  zone: 'Europe/Berlin',
  region: 'eu',
  businessUnit: 'retail',
};
