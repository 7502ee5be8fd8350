import { lookUp } from '../look-up.ts';

interface Verdict {
  readonly trouble?: string;
  readonly reason?: { readonly scheme: string; readonly code: string };
  readonly text?: string;
}

/** What the line says of the shipment itself (Terminal49, tracking request lifecycle; `failed_reason` and `line_tracking_stopped_reason`). */
const OF_THE_SHIPMENT: Readonly<Record<string, string>> = {
  booking_cancelled: 'The line has cancelled the booking.',
  no_updates_at_line: 'The line has told nothing of it for weeks, and it is not followed any more.',
};

/** A request that has failed is trouble with the number that we sent, unless it is followed already, or its booking is the trouble. */
export function judgeFailure(why = 'unknown'): Verdict {
  const reason = { scheme: 'terminal49:failed-reason', code: why };
  if (why === 'duplicate') return { reason, text: 'It is followed already.' };
  const said = lookUp(OF_THE_SHIPMENT, why);
  return said === undefined
    ? { trouble: 'integration.payload_rejected', reason, text: `Terminal49 cannot track it: ${why}.` }
    : { trouble: 'transport.milestone_missed', reason, text: said };
}

/** It stops where everything has come back empty, or where somebody has said so: that is no trouble. */
export function judgeEnd(why: string | undefined): Verdict {
  if (why === undefined) return {};
  const reason = { scheme: 'terminal49:stopped-reason', code: why };
  const said = lookUp(OF_THE_SHIPMENT, why);
  return said === undefined ? { reason } : { trouble: 'transport.milestone_missed', reason, text: said };
}
