import type { mailDesk } from '../../inbound/index.ts';
import type { PolicyPack } from '../../contracts/index.ts';
import { decidedPage, mailPage } from '../mail-page.ts';
import { readMailForm } from '../read-mail-form.ts';
import type { PageAnswer } from './answer-page.ts';

type Desk = Pick<ReturnType<typeof mailDesk>, 'read' | 'words' | 'decide'>;

export interface MailAnswer extends PageAnswer {
  readonly outcome: 'shown' | 'decided' | 'refused';
}

/** The page on which somebody says what a mail reports. Shown first (`form` is undefined); of two who decide at once the first wins. */
export async function answerAboutMail(
  { desk, pack }: { readonly desk: Desk; readonly pack: PolicyPack },
  { sourceId, mailId, person }: { readonly sourceId: string; readonly mailId: string; readonly person: string },
  form: URLSearchParams | undefined,
): Promise<MailAnswer> {
  const mail = await desk.read(sourceId, mailId);
  if (mail === undefined)
    return { status: 404, outcome: 'refused', page: { title: 'There is no such mail', lines: [] } };
  const ask = async (missing?: string): Promise<MailAnswer['page']> =>
    mailPage({ mail, pack, words: await desk.words(mail), ...(missing === undefined ? {} : { missing }) });
  if (form === undefined) {
    if (mail.state !== 'open') return { status: 200, outcome: 'shown', page: decidedPage(mail, pack) };
    return { status: 200, outcome: 'shown', page: await ask() };
  }
  const read = readMailForm(form, pack);
  if (!read.ok) return { status: 400, outcome: 'refused', page: await ask(read.why) };
  const { decision } = read;
  const result = await desk.decide(sourceId, mailId, decision, { kind: 'person', id: person });
  if (!result.ok) {
    const { status, detail = '' } = result.problem;
    return { status, outcome: 'refused', page: { title: 'That is not possible now', lines: [detail] } };
  }
  return { status: 200, outcome: 'decided', page: { title: 'It is decided', lines: [SAID[decision.act]] } };
}

const SAID = {
  report:
    'It is a report now, as of you, and its case calls whoever has to act. Nobody is called for the mail any more.',
  'no-trouble': 'It is kept as a mail that reports no trouble. Nobody is called for it any more.',
  discard: 'It is discarded. Nobody is called for it any more.',
} as const;
