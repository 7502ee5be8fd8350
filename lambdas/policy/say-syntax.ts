import type { YAMLError } from 'yaml';
import { SEE_DEFAULT } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

type Said = Pick<PackProblem, 'problem' | 'mend'>;

const INDENT: Said = {
  problem: 'this line does not begin where its neighbours begin',
  mend: 'fields of one entry begin in one column, two blanks further in than what they belong to',
};

/** What the library says of broken YAML, for people who edit it with any editor. What is not here is rare, and told in its words. */
const SAID: Readonly<Partial<Record<YAMLError['code'], Said>>> = {
  TAB_AS_INDENT: { problem: 'the line begins with a tab', mend: 'indent with blanks, two for each step' },
  DUPLICATE_KEY: {
    problem: 'this field stands twice in one entry, and only one of them can hold',
    mend: 'delete one of them',
  },
  BAD_INDENT: INDENT,
  MULTILINE_IMPLICIT_KEY: {
    problem: 'a field has no value',
    mend: 'write a colon and a blank behind its name, then the value',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'there are two colons in one line',
    mend: "put a text with a colon into quotes: 'Note: …'; or begin the second field in a line of its own",
  },
  BAD_SCALAR_START: { problem: 'a text cannot begin with this character', mend: "put the text into quotes: '…'" },
  UNEXPECTED_TOKEN: {
    problem: 'something follows where the value has ended',
    mend: "put the whole text into one pair of quotes: '…'",
  },
};

export function saySyntax({ code, message }: Pick<YAMLError, 'code' | 'message'>): Said {
  if (code === 'MISSING_CHAR' && message.includes('quote'))
    return { problem: 'a quoted text has no closing quote', mend: 'add it at the end of the text' };
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item')) return INDENT;
  if (code === 'BAD_INDENT' && message.startsWith('Flow'))
    return { problem: `a bracket is not closed before this line`, mend: `add ${message.slice(-1)} where it ends` };
  return SAID[code] ?? { problem: message, mend: SEE_DEFAULT };
}

/** Broken once, all that follows looks broken too: the first is told, and beside it only what stands twice. */
export function worthTelling<Problem extends Pick<YAMLError, 'code'>>(errors: readonly Problem[]): readonly Problem[] {
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
}
