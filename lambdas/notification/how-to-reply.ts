/** How somebody may reply, by mail or by SMS. */
export const HOW_TO_REPLY =
  'Reply "ack" to take it, "resolve" and what was done to end it, or anything else as a note.';
