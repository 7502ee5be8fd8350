const KEPT = /^(from|subject|date|message-id|mime-version|content-type)\s*:/i;
const MOST_HEADER = 256 * 1024;

/** What a mail is known by when it comes again: its body, and those headers that its writer has made. Each machine on the way puts its own before them. */
export function mailIdentity(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, MOST_HEADER)).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head);
  if (end === null) return bytes;
  const kept = head
    .slice(0, end.index)
    .split(/\r?\n(?![ \t])/)
    .filter((header) => KEPT.test(header));
  return Buffer.concat([Buffer.from(`${kept.join('\n')}\n\n`, 'latin1'), bytes.subarray(end.index + end[0].length)]);
}
