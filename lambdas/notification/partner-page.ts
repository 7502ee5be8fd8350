import type { Case } from '../contracts/index.ts';
import { questionOf, sayUntil } from '../partner/compose-mail.ts';
import type { PartnerLink } from '../partner/partner-link.ts';
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

/** What a partner sees of a case, and how they answer. `missing`: what was wrong with the form that they sent. */
export function partnerPage(record: Case, link: PartnerLink, asks: string | undefined, missing?: string): Page {
  const { subject, lines } = questionOf(record, asks);
  return {
    title: `${link.partner}: a question about ${subject}`,
    lines: [
      ...(missing === undefined ? [] : [`${missing} Nothing was sent yet.`]),
      ...lines,
      `Give whatever you know, until ${sayUntil(link.until)}: a new arrival, a document, a note.`,
    ],
    fields: [
      { kind: 'time', name: 'arrival', label: 'New arrival, in local time' },
      {
        kind: 'one',
        name: 'offset',
        label: 'Distance of that local time from UTC',
        options: [
          { value: '', label: 'Choose it where you give an arrival' },
          ...OFFSETS.map((value) => ({ value, label: value === '+00:00' ? 'UTC' : `UTC${value}` })),
        ],
      },
      { kind: 'file', name: 'document', label: 'Document (PDF, PNG or JPEG, up to 4 MB)' },
      { kind: 'words', name: 'note', label: 'Note' },
      { kind: 'address', name: 'address', label: 'Your e-mail address, at which you got this link' },
    ],
    buttons: { answer: 'Send the answer' },
  };
}
