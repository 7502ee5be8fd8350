/** What a form has sent. A field that is not there is empty. */
export interface FormParts {
  readonly text: (name: string) => string;
  readonly file: (name: string) => { readonly bytes: Uint8Array } | undefined;
}

interface Part {
  readonly name: string;
  readonly isFile: boolean;
  readonly bytes: Buffer;
}

/** As many as a page of ours has, several times. */
const MOST_PARTS = 30;

/** A form of a page, with files (RFC 7578) or without. Undefined: it is neither, or ends in the middle. */
export function readFormParts(body: Buffer, contentType: string): FormParts | undefined {
  const [, boundary] = /^multipart\/form-data\s*;.*?\bboundary="?([^";]{1,70})"?/i.exec(contentType) ?? [];
  if (boundary !== undefined) {
    const parts = partsOf(body, boundary);
    return parts === undefined ? undefined : formOf(parts);
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return undefined;
  const fields = [...new URLSearchParams(body.toString('utf8'))];
  return formOf(fields.map(([name, value]) => ({ name, isFile: false, bytes: Buffer.from(value) })));
}

function formOf(parts: readonly Part[]): FormParts {
  const first = (name: string, isFile: boolean) => parts.find((part) => part.name === name && part.isFile === isFile);
  return {
    text: (name) => first(name, false)?.bytes.toString('utf8') ?? '',
    file: (name) => first(name, true),
  };
}

/** Each part stands between two delimiters: a line break, two dashes and the boundary; the last one has two dashes more behind it (RFC 2046, 5.1.1). */
function partsOf(body: Buffer, boundary: string): readonly Part[] | undefined {
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let from = whole.indexOf(delimiter);
  while (from >= 0 && parts.length <= MOST_PARTS) {
    const start = from + delimiter.length;
    if (whole.toString('latin1', start, start + 2) === '--') return parts;
    const end = whole.indexOf(delimiter, start);
    const part = end < 0 ? undefined : partIn(whole.subarray(start, end));
    if (part === undefined) return undefined;
    parts.push(part);
    from = end;
  }
  return undefined;
}

function partIn(bytes: Buffer): Part | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(bytes.toString('utf8', 0, head))?.[1] ?? '';
  const name = /\bname="([^"]*)"/i.exec(disposition.replace(/\bfilename\*?=("[^"]*"|[^;]*)/gi, ''))?.[1];
  if (name === undefined) return undefined;
  return { name, isFile: /\bfilename\*?=/i.test(disposition), bytes: bytes.subarray(head + 4) };
}
