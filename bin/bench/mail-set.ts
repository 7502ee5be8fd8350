import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface LabelledMail {
  readonly id: string;
  readonly language: string;
  /** Exception types that are right, the best first; `none`: it reports no trouble. */
  readonly types: readonly string[];
  /** Numbers that stand in it and say what it is about. */
  readonly numbers: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const FOLDER = fileURLToPath(new URL('../../test/samples/mail/held-out', import.meta.url));

/** The mails that the classifier was not made from: docs/mail.md says where they come from and what they cannot show. */
export function heldOutMails(): readonly LabelledMail[] {
  return globSync('*.txt', { cwd: FOLDER })
    .toSorted()
    .flatMap((file) => {
      const [, ...mails] = readFileSync(`${FOLDER}/${file}`, 'utf8').split(/^#### /m);
      return mails.map(mailOf);
    });
}

function mailOf(written: string): LabelledMail {
  const [head = '', subject = '', ...lines] = written.split('\n');
  const [id = '', types = '', numbers = ''] = head.split('|').map((cell) => cell.trim());
  return {
    id,
    language: id.slice(0, 2),
    types: listed(types),
    numbers: listed(numbers),
    subject: subject.replace(/^Subject: /, ''),
    text: lines.join('\n').trim(),
  };
}

const listed = (cell: string): readonly string[] =>
  cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
