interface Parsed {
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly subject?: string | undefined;
}

/** Text without a charset is ASCII by RFC 2046. What has more letters than that was written on some Windows machine of the West more often than not. */
const USUAL = 'windows-1252';
const CONTENT_TYPE = /^(content-type:[ \t]*text\/(?:plain|html)\b)((?:[^\r\n]|\r?\n[ \t])*)/gim;
const DECLARED = /charset[ \t]*=[ \t]*["']?(?!us-ascii|ascii\b)[a-z0-9]/i;

/** The mail with a charset where it names none, if it was no UTF-8 as it stands; undefined where it is right as it is. */
export function inTheirCharset(
  bytes: Uint8Array,
  { text = '', html = '', subject = '' }: Parsed,
): Uint8Array | undefined {
  const words = `${subject}\n${text}\n${html}`;
  const unread = words.split('\uFFFD').length - 1;
  // Letters beyond ASCII that were read say that it is UTF-8 with a piece missing.
  if (unread === 0 || (words.match(/[^\p{ASCII}\uFFFD]/gu) ?? []).length >= unread) return undefined;
  const raw = Buffer.from(bytes).toString('latin1');
  const named = raw.replace(CONTENT_TYPE, (whole, type: string, rest: string) => {
    if (DECLARED.test(rest)) return whole;
    return `${type}; charset=${USUAL}${rest.replace(/;[ \t]*charset[ \t]*=[ \t]*["']?[a-z-]+["']?/i, '')}`;
  });
  return Buffer.from(
    /^content-type:/im.test(raw) ? named : `Content-Type: text/plain; charset=${USUAL}\r\n${raw}`,
    'latin1',
  );
}
