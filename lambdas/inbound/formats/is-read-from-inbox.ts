/** What is read by a function of its own, out of the inbox: mail, whose library and phrases would make webhooks of others slow to start. */
export function isReadFromInbox(format: string): boolean {
  return format === 'email';
}
