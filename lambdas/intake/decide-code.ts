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
  const read = { ...reason, rule: rule.id };
  if (rule.type !== NO_TROUBLE)
    return signal.kind === 'correction'
      ? { ...signal, reason: read, type: rule.type }
      : { ...signal, kind: 'exception', reason: read, type: rule.type };
  if (signal.kind !== 'exception') return signal;
  const { type: _type, ...rest } = signal;
  return { ...rest, kind: 'progress', reason: read, milestone: signal.milestone ?? { name: 'other', at: 'actual' } };
}

/** What a rule says of codes that are no trouble here. */
const NO_TROUBLE = 'none';

function names({ scheme, codes, status, sources }: CodeRule, reason: SenderReason, source: string): boolean {
  return (
    scheme === reason.scheme &&
    codes.includes(reason.code) &&
    (status === undefined || (reason.status !== undefined && status.includes(reason.status))) &&
    (sources === undefined || sources.includes(source))
  );
}
