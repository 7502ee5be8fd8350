import * as z from 'zod';
import { jsonIn, problem, sourceRegistration } from '../../lambdas/contracts/index.ts';
import type { SourceRegistration } from '../../lambdas/contracts/index.ts';
import type { SourceManager } from '../../lambdas/inbound/index.ts';

const answered = z.looseObject({ source: z.looseObject({ path: z.string() }), secret: z.string().optional() });
const page = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), title: z.string(), format: z.string(), enabled: z.boolean() })),
});

type Registry = Pick<SourceManager, 'read' | 'list' | 'register' | 'change'>;
type Result = Awaited<ReturnType<Registry['register']>>;

/** The registry as its API shows it: whoever may administer sources needs no credentials of the account, and it is the same on one machine. */
export function sourcesByApi(api: string, token: string, send: typeof fetch = fetch): Registry {
  const call = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    send(`${api.replace(/\/(v1\/?)?$/, '')}/v1/sources${path}`, {
      method,
      headers: { authorization: token, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const said = async (response: Response): Promise<unknown> => {
    return jsonIn(await response.text());
  };
  const refusedBy = async (response: Response): Promise<Error> => {
    const known = problem.safeParse(await said(response)).data;
    return new Error(`${api} answers ${String(response.status)}: ${known?.detail ?? known?.title ?? 'no reason'}`);
  };
  const resultOf = async (response: Response): Promise<Result> => {
    const answer = await said(response);
    const read = answered.safeParse(answer);
    if (response.ok && read.success) {
      const { secret } = read.data;
      return { ok: true, registration: registrationIn(read.data), ...(secret === undefined ? {} : { secret }) };
    }
    const known = problem.safeParse(answer);
    if (known.success) return { ok: false, problem: withErrors(known.data) };
    throw new Error(
      `${api} answers ${String(response.status)}, and not as the API does: is it the address that npm start prints?`,
    );
  };
  return {
    read: async (id) => {
      const response = await call('GET', `/${id}`);
      if (response.status === 404) return undefined;
      if (!response.ok) throw await refusedBy(response);
      return registrationIn(answered.parse(await said(response)));
    },
    list: async () => {
      const response = await call('GET', '');
      if (!response.ok) throw await refusedBy(response);
      return page.parse(await said(response)).items;
    },
    register: async (wish) => resultOf(await call('POST', '', wish)),
    change: async (wish, seen) => resultOf(await call('PUT', `/${wish.id}`, wish, { 'if-match': `"${String(seen)}"` })),
  };
}

function registrationIn({ source }: z.infer<typeof answered>): SourceRegistration {
  const { path, ...told } = source;
  return sourceRegistration.parse({ contract: 'source/1', ...told, pathKey: path.split('/').at(-1) });
}

/** The fields that do not fit, where a reader of the terminal sees them. */
function withErrors(known: z.infer<typeof problem>): z.infer<typeof problem> {
  const fields = (known.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return fields.length === 0 ? known : { ...known, detail: fields.join('; ') };
}
