/** A message in Slack as a notice remembers it: `<conversation>/<ts>`. Notices of an earlier version have the ts alone. */
export interface KnownMessage {
  readonly conversation: string | undefined;
  readonly ts: string;
}

export function writeMessageId({ conversation, ts }: { readonly conversation: string; readonly ts: string }): string {
  return `${conversation}/${ts}`;
}

export function readMessageId(text: string): KnownMessage {
  const at = text.indexOf('/');
  return at < 0 ? { conversation: undefined, ts: text } : { conversation: text.slice(0, at), ts: text.slice(at + 1) };
}
