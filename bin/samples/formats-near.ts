import { formatNames } from '../../lambdas/contracts/formats.ts';

/** Say how a thing is written or sent, and not whose it is. */
const OF_ANY = new Set(
  (
    'api carrier csv customs edi event events export file json message notification ' +
    'push rest tracking update webhook webhooks xml'
  ).split(' '),
);
/** Names that people have for the same. */
const CALLED: Readonly<Record<string, string>> = { eml: 'email', mail: 'email', mime: 'email', track17: '17track' };

const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !OF_ANY.has(word))
    .map((word) => (Object.hasOwn(CALLED, word) ? (CALLED[word] ?? word) : word));

/** Formats that share words with a name that nobody has registered, those that share most first: folders of payloads are called as people like. */
export function formatsNear(name: string): readonly string[] {
  const named = wordsOf(name);
  const words = new Set([...named, named.join('')]);
  return formatNames
    .map((known) => {
      const own = wordsOf(known);
      const shared = own.filter((word) => words.has(word)).length;
      return { known, shared, more: own.length - shared };
    })
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared || one.more - other.more)
    .map(({ known }) => known);
}
