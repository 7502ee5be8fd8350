import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jsonFrom } from '../../../lambdas/enrichment/adapters/connector.ts';
import { connection } from '../../../lambdas/contracts/index.ts';
import type { SystemInstance } from '../../../lambdas/contracts/index.ts';
import { askProtected, connectTo, createHealthStore } from '../../../lambdas/systems/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
let asked: Request[];
const START = Date.parse('2026-03-02T08:00:00.000Z');

beforeEach(() => {
  fixture = openStores();
  asked = [];
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.stubEnv('SYSTEM_SECRET_TMS', 'secret-of-tms');
  keys({ apiKey: 'key' });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

function keys(...inTurn: readonly object[]): void {
  let at = 0;
  fixture.answer(() => {
    at += 1;
    return { SecretString: JSON.stringify({ tms: inTurn[Math.min(at, inTurn.length) - 1] }) };
  });
}
const answers = (...inTurn: readonly (number | [number, Record<string, string>?, unknown?])[]): void =>
  fixture.network((request) => {
    asked.push(request);
    const [status, headers = {}, body = {}] = [inTurn[asked.length - 1] ?? 500].flat(1) as [number, any?, any?];
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status, headers }));
  });
const at = (seconds: number): void => fixture.setTime(new Date(START + seconds * 1000).toISOString());

function instance(more: object = {}): SystemInstance {
  const instances = [{ name: 'tms', url: 'http://tms.test', ...more }];
  return connection.parse({ contract: 'connection/1', system: 'tms', instances }).instances[0]!;
}
/** A question of its own, as a function would ask it. */
const ask = (more: object = {}, connector = connectTo('tms')): Promise<unknown> =>
  jsonFrom('tms', askProtected(connector, instance(more), createHealthStore('reference', 'tms')))('/shipments');

describe('a question to a system of record', () => {
  it('is asked once more where the system stumbles, so that one lost packet leaves no case without facts', async () => {
    answers(502, 200);
    await expect(ask()).resolves.toEqual({});
    expect(asked).toHaveLength(2);
  });

  it('and no more than its tries allow: the facts from before serve', async () => {
    answers(502, 502, 200);
    await expect(ask()).rejects.toThrow('TMS answered 502');
    expect(asked).toHaveLength(2);
  });

  it.each([400, 403, 404, 302])(
    'is not repeated where it is answered %i: the answer would be the same',
    async (status) => {
      answers(status, 200);
      await expect(ask()).rejects.toThrow(`TMS answered ${status}`);
      expect(asked).toHaveLength(1);
    },
  );

  it('waits as long as the system says where that is within its time', async () => {
    answers([429, { 'retry-after': '2' }], 200);
    await expect(ask()).resolves.toEqual({});
  });

  it('and where it is not, all functions leave the system alone until then', async () => {
    answers([429, { 'retry-after': '90' }], 200);
    await expect(ask()).rejects.toThrow('TMS answered 429');
    at(60);
    await expect(ask()).rejects.toThrow('tms is not asked until 08:01:30 UTC: it asked to be left alone');
    expect(asked).toHaveLength(1);
    at(91);
    await expect(ask()).resolves.toEqual({});
  });
});

describe('the breaker, which all functions share', () => {
  const limits = { limits: { tries: 1, breaker: { failures: 3, pauseSeconds: 30 } } };
  const fail = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await expect(ask(limits)).rejects.toThrow('answered 500');
  };

  it('leaves a system alone that fails again and again; then one tries it out, and an answer closes it', async () => {
    answers(500, 500, 500, 200, 200);
    await fail(3);
    await expect(ask(limits)).rejects.toThrow('tms is not asked until 08:00:30 UTC: it failed 3 times');
    expect(asked).toHaveLength(3);
    at(31);
    await expect(ask(limits)).resolves.toEqual({});
    await expect(ask(limits)).resolves.toEqual({});
  });

  it('is for longer each time that the try fails', async () => {
    answers(500, 500, 500, 500);
    await fail(3);
    at(31);
    await fail(1);
    at(31 + 59);
    await expect(ask(limits)).rejects.toThrow('is not asked until 08:01:31');
    expect(asked).toHaveLength(4);
  });

  it('lets one try it out while others wait', async () => {
    answers(500, 500, 500);
    await fail(3);
    at(31);
    let open: (answer: Response) => void = () => undefined;
    fixture.network((request) => {
      asked.push(request);
      return new Promise((resolve) => (open = resolve));
    });
    const first = ask(limits);
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    await expect(ask(limits)).rejects.toThrow('it is being tried out');
    open(Response.json({}));
    await expect(first).resolves.toEqual({});
    expect(asked).toHaveLength(4);
  });

  it('counts every failure of many at once', async () => {
    answers(...Array.from({ length: 20 }, () => 500));
    await Promise.allSettled(Array.from({ length: 3 }, () => ask(limits)));
    await expect(ask(limits)).rejects.toThrow('is not asked');
  });

  it('costs a system that is well no write', async () => {
    answers(200, 200);
    await ask();
    expect(fixture.calls.filter(({ client }) => client === 'DynamoDBClient').map(({ command }) => command)).toEqual([
      'GetItemCommand',
    ]);
  });

  it('is no business of a wrong key: the system is up', async () => {
    answers(...Array.from({ length: 20 }, () => 401));
    for (let time = 0; time < 6; time += 1) await expect(ask(limits)).rejects.toThrow('answered 401');
  });
});

describe('the rate of a system', () => {
  it('is kept by all functions together, and the next window is waited for where that is within the time', async () => {
    answers(200, 200, 200);
    const limits = { limits: { rate: { requests: 2, seconds: 3600 } } };
    await ask(limits);
    await ask(limits);
    await expect(ask(limits)).rejects.toThrow('tms is not asked until 09:00:00 UTC: its rate is used up');
    expect(asked).toHaveLength(2);
    at(3600);
    await expect(ask(limits)).resolves.toEqual({});
  });
});

describe('the bulkhead of an instance', () => {
  const TWO = { limits: { atOnce: 2 } };
  /** Answers each request when it is told to. */
  const answersLater = (): ((status?: number) => void)[] => {
    const open: ((status?: number) => void)[] = [];
    fixture.network((request) => {
      asked.push(request);
      return new Promise((resolve) => {
        open.push((status = 200) => {
          resolve(new Response('{}', { status }));
        });
      });
    });
    return open;
  };
  const underWay = (count: number): Promise<void> => vi.waitFor(() => expect(asked).toHaveLength(count));

  it('lets no more questions be under way than the instance can bear, of all functions together; the others are not sent', async () => {
    const open = answersLater();
    const first = [ask(TWO), ask(TWO)];
    await underWay(2);
    await expect(ask(TWO)).rejects.toThrow('tms is not asked: 2 questions are under way, as many as it can bear');
    expect(asked).toHaveLength(2);
    open[0]?.();
    await Promise.any(first);
    const next = ask(TWO);
    await underWay(3);
    await expect(ask(TWO)).rejects.toThrow('as many as it can bear');
    open[1]?.();
    open[2]?.();
    await expect(Promise.all([...first, next])).resolves.toEqual([{}, {}, {}]);
    expect(asked).toHaveLength(3);
  });

  it('gives places back however a question ends, and never one to two of many at once', async () => {
    answers(502, 502, 404, 200);
    await expect(ask({ limits: { atOnce: 1 } })).rejects.toThrow('TMS answered 502');
    await expect(ask({ limits: { atOnce: 1 } })).rejects.toThrow('TMS answered 404');
    await expect(ask({ limits: { atOnce: 1 } })).resolves.toEqual({});
    const store = createHealthStore('reference', 'tms');
    const taken = await Promise.all(Array.from({ length: 12 }, () => store.enter('tms', 5, START, START + 5_000)));
    const names = taken.flatMap((place) => (place === undefined ? [] : [place.name]));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThanOrEqual(5);
  });

  it('has the place of one that died free when its time is over, and leaves it to whoever has it by then', async () => {
    const store = createHealthStore('reference', 'tms');
    const dead = await store.enter('tms', 1, START, START + 7_500);
    expect(await store.enter('tms', 1, START + 7_499, START + 9_000)).toBeUndefined();
    const later = await store.enter('tms', 1, START + 7_500, START + 9_000);
    expect(later).toEqual({ name: 'place0', until: START + 9_000 });
    expect(await store.leave('tms', dead!)).toBe(false);
    expect(await store.enter('tms', 1, START + 8_000, START + 9_500)).toBeUndefined();
    expect(await store.leave('tms', later!)).toBe(true);
    expect(await store.enter('tms', 1, START + 8_000, START + 9_500)).toBeDefined();
  });

  it('of one instance holds no other back, and one without it is not counted', async () => {
    fixture.answer(() => ({ SecretString: JSON.stringify({ tms: { apiKey: 'e' }, 'tms-na': { apiKey: 'n' } }) }));
    const open = answersLater();
    const held = ask({ limits: { atOnce: 1 } });
    await underWay(1);
    const others = [ask({ name: 'tms-na', limits: { atOnce: 1 } }), ask()];
    await underWay(3);
    for (const answer of open) answer();
    await expect(Promise.all([held, ...others])).resolves.toEqual([{}, {}, {}]);
  });
});

describe('the credentials of a system', () => {
  const sent = (name = 'authorization'): (string | null)[] => asked.map(({ headers }) => headers.get(name));

  it.each([
    [{ kind: 'bearer' }, { apiKey: 'k' }, 'authorization', 'Bearer k'],
    [{ kind: 'header', name: 'X-Api-Key' }, { apiKey: 'k' }, 'x-api-key', 'k'],
    [{ kind: 'basic' }, { username: 'fairlead', password: 'pä:ss' }, 'authorization', 'Basic ZmFpcmxlYWQ6cMOkOnNz'],
  ])('%j', async (authentication, secret, header, value) => {
    keys(secret);
    answers(200);
    await ask({ authentication });
    expect(sent(header)).toEqual([value]);
  });

  it('a key that was rotated is read again when it is refused; one that is wrong is not sent twice', async () => {
    const connector = connectTo('tms');
    keys({ apiKey: 'old' }, { apiKey: 'new' });
    answers(200, 401, 200, 401);
    await ask({}, connector);
    at(60);
    await ask({}, connector);
    expect(sent()).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
    await expect(ask({}, connector)).rejects.toThrow('TMS answered 401');
    expect(asked).toHaveLength(4);
  });

  it('one that is missing is named, without what is there', async () => {
    keys({ apiKey: 'sesame' });
    const problem = await ask({ authentication: { kind: 'basic' } }).catch(String);
    expect(problem).toContain('the secret of tms has no username for tms');
    expect(problem).not.toContain('sesame');
  });

  describe('by OAuth 2.0', () => {
    const authentication = { kind: 'oauth2', tokenUrl: 'http://login.test/token', scope: 'read' };
    const client = { clientId: 'fair lead', clientSecret: 's:cret' };
    let given: number;
    /** A server of tokens, and a system that takes the tokens named. */
    const serve = (good: () => readonly string[], token: (count: number) => Response = grant): void => {
      given = 0;
      keys(client);
      fixture.network((request) => {
        asked.push(request);
        if (request.url === authentication.tokenUrl) return Promise.resolve(token((given += 1)));
        const isGood = good().includes(request.headers.get('authorization') ?? '');
        return Promise.resolve(Response.json({}, { status: isGood ? 200 : 401 }));
      });
    };
    const grant = (count: number): Response =>
      Response.json({ access_token: `t${count}`, token_type: 'Bearer', expires_in: 3600 });

    it('a token is fetched once, used until shortly before its end, and fetched anew then', async () => {
      serve(() => ['Bearer t1', 'Bearer t2']);
      const connector = connectTo('tms');
      await ask({ authentication }, connector);
      at(3500);
      await ask({ authentication }, connector);
      expect(given).toBe(1);
      at(3545);
      await ask({ authentication }, connector);
      expect(given).toBe(2);
      expect(sent().filter((value) => value?.startsWith('Bearer'))).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
    });

    it('asks as RFC 6749 has it: form, scope, and the client encoded before Basic', async () => {
      serve(() => ['Bearer t1']);
      await ask({ authentication });
      const [request] = asked;
      expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('fair+lead:s%3Acret')}`);
      expect(Object.fromEntries(new URLSearchParams(await request!.text()))).toEqual({
        grant_type: 'client_credentials',
        scope: 'read',
      });
    });

    it('or in the body, with what else the server wants', async () => {
      serve(() => ['Bearer t1']);
      await ask({ authentication: { ...authentication, client: 'body', parameters: { audience: 'tms' } } });
      expect(Object.fromEntries(new URLSearchParams(await asked[0]!.text()))).toEqual({
        grant_type: 'client_credentials',
        client_id: 'fair lead',
        client_secret: 's:cret',
        scope: 'read',
        audience: 'tms',
      });
    });

    it('a token that is refused is fetched anew once, and no more', async () => {
      serve(() => ['Bearer t2']);
      await expect(ask({ authentication })).resolves.toEqual({});
      serve(() => []);
      await expect(ask({ authentication })).rejects.toThrow('TMS answered 401');
      expect(given).toBe(2);
    });

    it.each([
      [() => Response.json({ error: 'invalid_client' }, { status: 401 }), 'invalid_client'],
      [() => new Response('<h1>s:cret</h1>'), 'no token'],
      [() => Response.json({ access_token: 'leaked' }), 'no token'],
    ])('a server that gives none is told by its error, and neither secret nor token is', async (answer, told) => {
      serve(() => [], answer);
      const problem = await ask({ authentication }).catch((error: unknown) => error);
      expect(String(problem)).toContain(told);
      expect(JSON.stringify([String(problem), (problem as Error).cause ?? null])).not.toMatch(/s:cret|leaked/);
    });
  });
});
