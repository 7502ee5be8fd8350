import type { CodeRule, PolicyPack, SenderReason, Signal } from '../contracts/index.ts';

/**
 * A report as the policy reads the code of its sender: the first rule that names it says of what type it is, where the format says another one or none. What is taken back, and what
 * names no code, stays as it is; so does a correction that would be no trouble, since what it corrects is.
 */
export function readByCodes(signal: Signal, { codes = [] }: PolicyPack): Signal {
  const { reason } = signal;
  if (reason === undefined || signal.kind === 'retraction') return signal;
  const rule = codes.find((one) => names(one, reason, signal.source.id));
  if (rule === undefined) return signal;
  const byFormat = signal.kind === 'progress' ? NO_TROUBLE : signal.type;
  const read = { ...reason, rule: rule.id, byFormat };
  if (rule.type !== NO_TROUBLE)
    return signal.kind === 'correction'
      ? { ...signal, reason: read, type: rule.type }
      : { ...signal, kind: 'exception', reason: read, type: rule.type };
  return signal.kind === 'exception' ? noTrouble(signal, read) : signal;
}

/** What a rule says of codes that are no trouble here. */
const NO_TROUBLE = 'none';

/** A report before any rule has read its code. Undefined: a rule has, and of what type it is by its format was not kept. */
export function asSent(signal: Signal): Signal | undefined {
  const { reason } = signal;
  if (reason?.rule === undefined || signal.kind === 'retraction') return signal;
  const { rule: _rule, byFormat, ...sent } = reason;
  if (byFormat === undefined) return undefined;
  if (byFormat === NO_TROUBLE) return noTrouble(signal, sent);
  return signal.kind === 'correction'
    ? { ...signal, type: byFormat, reason: sent }
    : { ...signal, kind: 'exception', type: byFormat, reason: sent };
}

function noTrouble(signal: Exclude<Signal, { kind: 'retraction' }>, reason: Signal['reason']): Signal {
  if (signal.kind === 'correction') return { ...signal, reason };
  const { type: _type, ...rest } = { type: undefined, ...signal };
  return { ...rest, kind: 'progress', reason, milestone: signal.milestone ?? OTHER };
}

const OTHER = { name: 'other', at: 'actual' } as const;

function names({ scheme, codes, status, sources }: CodeRule, reason: SenderReason, source: string): boolean {
  return (
    scheme === reason.scheme &&
    codes.includes(reason.code) &&
    (status === undefined || (reason.status !== undefined && status.includes(reason.status))) &&
    (sources === undefined || sources.includes(source))
  );
}
