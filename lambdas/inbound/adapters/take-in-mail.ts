import { sha256Hex } from '../../contracts/index.ts';
import { classifyText } from '../formats/email/classify-text.ts';
import { emailTranslator, WRITER } from '../formats/email.ts';
import { mailIdentity } from '../formats/email/mail-identity.ts';
import type { MailArrival } from '../read-mail-event.ts';
import type { LastHeard } from './last-heard.dynamo.ts';
import type { RawStore } from './raw-store.ts';
import type { SourceStore } from './source-store.dynamo.ts';
import { takeIn } from './take-in.ts';
import type { Received, TakeInDependencies } from './take-in.ts';

export interface MailDependencies extends TakeInDependencies {
  readonly raw: Pick<RawStore, 'keep' | 'keepPending' | 'read'>;
  readonly sources: Pick<SourceStore, 'byId'>;
  readonly heard: Pick<LastHeard, 'note'>;
  /** From which probability on nobody is asked: the policy's. */
  readonly confidence: () => Promise<number>;
}

export type MailFate = { readonly sourceId: string } & (
  | { readonly outcome: 'taken'; readonly received: Received; readonly isOfStranger: boolean }
  /** No such source, switched off, or one that reports by other means. It stays below `mail/` for 30 days. */
  | { readonly outcome: 'not_addressed' }
);

/**
 * From a mail that SES received to signals of each source that it was sent to. It can die anywhere: the queue delivers it again, and the ids of its signals follow from the source and what it says.
 */
export async function takeInMail(
  dependencies: MailDependencies,
  { key, at, sourceIds, verdicts }: MailArrival,
  traceparent: string,
): Promise<readonly MailFate[]> {
  const { sources, heard, raw, confidence } = dependencies;
  const fates: MailFate[] = [];
  for (const sourceId of sourceIds) {
    const source = await sources.byId(sourceId);
    if (source?.enabled !== true || source.format !== 'email') {
      fates.push({ sourceId, outcome: 'not_addressed' });
      continue;
    }
    await heard.note(source);
    const translateMail = emailTranslator({ classify: classifyText, confidence: await confidence(), verdicts });
    let isOfStranger = false;
    const translate: typeof translateMail = async (...given) => {
      const translation = await translateMail(...given);
      isOfStranger = translation.rejections.some(({ pointer }) => pointer === WRITER);
      return translation;
    };
    const bytes = await raw.read(key);
    const payload = { bytes, contentType: 'message/rfc822', headers: {} };
    const received = await takeIn(dependencies, {
      source,
      payload,
      translate,
      traceparent,
      receivedAt: at,
      via: 'mail',
      knownBy: sha256Hex(mailIdentity(bytes)),
    });
    fates.push({ sourceId, outcome: 'taken', received, isOfStranger });
  }
  return fates;
}
