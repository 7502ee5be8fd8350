import * as z from 'zod';

const answer = z.looseObject({
  outcome: z.enum(['changed', 'unchanged']).optional(),
  why: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
});

export interface Erasure {
  readonly api: string;
  readonly token: string;
  readonly caseId: string;
  readonly reason: string;
}

/** Asks the API, so that who may, and the record of it, are the same wherever it is asked. Answers what came of it in one line, and whether it was done. */
export async function askToErase(
  { api, token, caseId, reason }: Erasure,
  send: typeof fetch = fetch,
): Promise<{ readonly line: string; readonly done: boolean }> {
  const response = await send(`${api.replace(/\/$/, '')}/v1/cases/${encodeURIComponent(caseId)}/erase`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
  });
  const said = answer.safeParse(await response.json().catch(() => undefined)).data;
  if (!response.ok) {
    const why = said?.detail ?? said?.title ?? 'no reason was given';
    return { line: `${caseId}: not erased (${String(response.status)}): ${why}`, done: false };
  }
  const left = said?.outcome === 'unchanged' ? (said.why ?? 'nothing was left') : 'what people have written is erased';
  return { line: `${caseId}: ${left}. The journal can be verified as before.`, done: true };
}
