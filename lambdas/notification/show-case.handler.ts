import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { httpHandler, now, parseEnvironment, secretReader, textInPath } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { refusedLink, shown } from './adapters/answer-page.ts';
import { showView } from './adapters/show-view.ts';
import { checkView } from './view-token.ts';

const environment = parseEnvironment({ LINK_SECRET: z.string() });
const stores = { cases: caseStore(), packs: packStore() };
const secret = secretReader();

/** Links in messages to what there is to see: a case, the cases of an incident, those of a shift. Nothing is done here, and this function could not. */
export const handler = httpHandler('show-case', async (event, { note }) => {
  const key = await secret(environment.LINK_SECRET);
  const checked = checkView(textInPath(event, 'token'), key, now());
  if (!checked.ok) return refusedLink(checked.why);
  const { of, person, caseId, noticeId } = checked.claim;
  note({ person, caseId, noticeId, act: `see-${of}` });
  return shown(await showView(stores, checked.claim, key));
});
