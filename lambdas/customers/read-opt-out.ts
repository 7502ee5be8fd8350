/**
 * Whether somebody has asked for the end of messages: a mail program by the pair of RFC 8058, as a form of either kind, or a person by the button of the page.
 * Anything else that is posted to the address asks for nothing.
 */
export function asksForEnd(body: string): boolean {
  const form = new URLSearchParams(body);
  return (
    form.get('List-Unsubscribe') === 'One-Click' || form.get('decision') === 'opt-out' || IN_A_MULTIPART.test(body)
  );
}

const IN_A_MULTIPART = /name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i;
