import type { Case } from '../contracts/index.ts';
import { questionOf, sayUntil } from '../partner/compose-mail.ts';
import type { PartnerLink } from '../partner/partner-link.ts';
import { say, wordsIn } from '../partner/words.ts';
import type { PartnerLanguage, Slip } from '../partner/words.ts';
import type { Page } from './render-page.ts';

/** Whole hours, and the halves and quarters that there are. */
const OFFSETS = [
  ...[
    '-10:00',
    '-09:00',
    '-08:00',
    '-07:00',
    '-06:00',
    '-05:00',
    '-04:00',
    '-03:30',
    '-03:00',
    '-02:30',
    '-02:00',
    '-01:00',
  ],
  ...['+00:00', '+01:00', '+02:00', '+03:00', '+03:30', '+04:00', '+04:30', '+05:00', '+05:30', '+05:45', '+06:00'],
  ...['+06:30', '+07:00', '+08:00', '+09:00', '+09:30', '+10:00', '+10:30', '+11:00', '+12:00', '+13:00'],
];

/** What a partner sees of a case, and how they answer. `slip`: what was wrong with the form that they sent. */
export function partnerPage(
  record: Case,
  link: PartnerLink,
  asks: string | undefined,
  language: PartnerLanguage,
  slip?: Slip,
): Page {
  const { page, slips } = wordsIn(language);
  const { subject, lines } = questionOf(record, asks, language);
  return {
    language,
    title: say(page.title, link.partner, subject),
    lines: [
      ...(slip === undefined ? [] : [`${slips[slip]} ${page.notSent}`]),
      ...lines,
      say(page.give, sayUntil(link.until, language)),
    ],
    fields: [
      { kind: 'time', name: 'arrival', label: page.arrival },
      {
        kind: 'one',
        name: 'offset',
        label: page.offset,
        options: [
          { value: '', label: page.choose },
          ...OFFSETS.map((value) => ({ value, label: value === '+00:00' ? 'UTC' : `UTC${value}` })),
        ],
      },
      { kind: 'file', name: 'document', label: page.document },
      { kind: 'words', name: 'note', label: page.note },
      { kind: 'address', name: 'address', label: page.address },
    ],
    buttons: { answer: page.send },
    notYet: page.notYet,
  };
}
