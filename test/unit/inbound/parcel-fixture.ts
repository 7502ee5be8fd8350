import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

/** What a format makes of a body; objects are sent as JSON. */
export function translated(format: string, body: unknown): Translation {
  const translate = translatorOf(format);
  if (translate === undefined) throw new Error(`no translator for ${format}`);
  return translate(payloadOf(typeof body === 'string' ? body : JSON.stringify(body)), sender);
}

/** A signal in a line: what it reports, of what kind, when. */
export function lineOf(draft: SignalDraft): string {
  const what = 'type' in draft ? draft.type : `${draft.milestone?.name ?? ''} ${draft.milestone?.at ?? ''}`;
  return `${what} ${draft.occurredAt} ${draft.timeBasis}`;
}

/** What one event was taken for: its exception type, or its milestone. */
export function meaningOf({ drafts }: Translation): string | undefined {
  const [draft] = drafts;
  return draft === undefined ? undefined : 'type' in draft ? draft.type : draft.milestone?.name;
}
