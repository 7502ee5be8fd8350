import * as z from 'zod';
import { jsonIn, mailDecision, subjectReference } from '../contracts/index.ts';
import type { MailDecision, PolicyPack } from '../contracts/index.ts';
import { isForPeople } from '../inbound/decide-mail.ts';

export type ReadForm =
  { readonly ok: true; readonly decision: MailDecision } | { readonly ok: false; readonly why: string };

const written = z
  .string()
  .transform((text) => jsonIn(text))
  .pipe(subjectReference);

/** What the form of the page of a mail says, as a decision; else what is missing in it. */
export function readMailForm(form: URLSearchParams, pack: PolicyPack): ReadForm {
  const said = (name: string): string => (form.get(name) ?? '').trim();
  const [act, words] = [said('decision'), said('words').slice(0, 2000)];
  if (act !== 'report') return checked({ act, reason: words }, 'Say in your words why, and press one of the buttons.');
  const found = form.getAll('reference').map((text) => written.safeParse(text));
  if (found.some(({ success }) => !success)) return { ok: false, why: 'A number of the form was changed on its way.' };
  const other = said('number') === '' ? [] : [{ kind: said('kind'), value: said('number') }];
  const references = [...found.flatMap(({ data }) => (data === undefined ? [] : [data])), ...other];
  const type = said('type');
  if (!isForPeople(type, pack)) return { ok: false, why: 'Choose what is wrong from the list.' };
  const report = { type, references, ...(words === '' ? {} : { text: words }) };
  return checked({ act, reports: [report] }, 'Say what it is about: choose a number that was found, or write one.');
}

function checked(wish: unknown, why: string): ReadForm {
  const { data } = mailDecision.safeParse(wish);
  return data === undefined ? { ok: false, why } : { ok: true, decision: data };
}
