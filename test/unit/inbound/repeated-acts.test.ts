import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceWish } from '../../../lambdas/contracts/index.ts';
import type { SourceManager } from '../../../lambdas/inbound/index.ts';
import { openInbound, sourcesFor } from './inbound-fixture.ts';
import type { InboundFixture } from './inbound-fixture.ts';

const MARIA = { kind: 'person', id: 'maria' } as const;
const wish = sourceWish.parse({
  id: 'north',
  format: 'x12',
  title: 'North',
  zone: 'America/Chicago',
  region: 'na',
  businessUnit: 'retail',
});
let fixture: InboundFixture;
let sources: SourceManager;
beforeEach(async () => {
  fixture = openInbound();
  sources = sourcesFor(fixture);
  expect(await sources.register(wish, MARIA)).toMatchObject({ ok: true });
});
afterEach(() => fixture.close());
const acts = async (): Promise<string[]> => (await sources.history('north')).map(({ act }) => act);

describe('an act on a source that is done twice', () => {
  it('switches it off once', async () => {
    expect(await sources.switchTo('north', false, MARIA)).toMatchObject({ ok: true });
    expect(await sources.switchTo('north', false, MARIA)).toMatchObject({ ok: true, unchanged: true });
    expect(await acts()).toEqual(['registered', 'switched_off']);
  });

  it('changes it once', async () => {
    const { version } = (await sources.read('north'))!;
    await sources.change({ ...wish, title: 'South' }, version, MARIA);
    expect(await sources.change({ ...wish, title: 'South' }, version + 1, MARIA)).toMatchObject({ unchanged: true });
    expect(await acts()).toEqual(['registered', 'changed']);
  });

  it('rotates its secret once until the old one is retired, and retires it once', async () => {
    const { secret } = (await sources.rotateSecret('north', MARIA)) as { readonly secret?: string };
    expect(secret).toBeDefined();
    expect(await sources.rotateSecret('north', MARIA)).toMatchObject({ ok: false });
    // Nor after it was changed meanwhile: the vendor may still sign with the one before.
    const { version } = (await sources.read('north'))!;
    await sources.change({ ...wish, title: 'South' }, version, MARIA);
    expect(await sources.rotateSecret('north', MARIA)).toMatchObject({ ok: false });
    expect(await sources.retireSecret('north', MARIA)).toMatchObject({ ok: true });
    expect(await sources.retireSecret('north', MARIA)).toMatchObject({ ok: true, unchanged: true });
    expect(await acts()).toEqual(['registered', 'secret_rotated', 'changed', 'secret_retired']);
  });
});

describe('two people at once', () => {
  it('one changes it, and the other is told that it has changed since they looked', async () => {
    const { version } = (await sources.read('north'))!;
    const results = await Promise.all(
      ['South', 'East'].map((title) => sources.change({ ...wish, title }, version, MARIA)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    // And whoever looked before is told so also later.
    expect(await sources.change({ ...wish, title: 'West' }, version, MARIA)).toMatchObject({ ok: false });
    // Any later version is held as the first.
    const again = await Promise.all(
      ['North', 'West'].map((title) => sources.change({ ...wish, title }, version + 1, MARIA)),
    );
    expect(again.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await acts()).toEqual(['registered', 'changed', 'changed']);
  });

  it('register it: one of them has it, and nothing of it is made twice', async () => {
    const other = { ...wish, id: 'south' };
    const results = await Promise.all([sources.register(other, MARIA), sources.register(other, MARIA)]);
    expect(results.some(({ ok }) => ok)).toBe(true);
    const secrets = new Set(results.flatMap((result) => ('secret' in result ? [result.secret] : [])));
    expect(secrets.size).toBe(1);
    expect((await sources.history('south')).map(({ act }) => act)).toEqual(['registered']);
  });

  it('register it: the slower one does not undo what was done to it since', async () => {
    const other = { ...wish, id: 'south' };
    const runtime: any = Reflect.get(globalThis, Symbol.for('fairlead.runtime'));
    const call = runtime.call;
    let goOn = (): void => {};
    let isHeld = false;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    runtime.call = async (client: string, command: string, input: unknown) => {
      if (command === 'CreateApiKeyCommand' && !isHeld) {
        isHeld = true;
        await held;
      }
      return call(client, command, input);
    };
    const slow = sources.register(other, MARIA);
    await expect.poll(() => isHeld).toBe(true);
    runtime.call = call;
    expect(await sourcesFor(fixture).register(other, MARIA)).toMatchObject({ ok: true });
    expect(await sources.switchTo('south', false, MARIA)).toMatchObject({ ok: true });
    goOn();
    // What it tells is what is there, and not what it would have written.
    expect(await slow).toMatchObject({ ok: true, registration: { enabled: false, version: 2 } });
    expect(await sourcesFor(fixture).read('south')).toMatchObject({ enabled: false, version: 2 });
  });

  it('rotate its secret: one secret is told, and it is the one that is good', async () => {
    const results = await Promise.all([sources.rotateSecret('north', MARIA), sources.rotateSecret('north', MARIA)]);
    const told = results.flatMap((result) => ('secret' in result ? [result.secret] : []));
    expect(told).toHaveLength(1);
    const { SecretString } = await fixture.call('secretsmanager', 'GetSecretValue', {
      SecretId: 'fairlead/test/source/north',
    });
    expect(JSON.parse(SecretString).current).toBe(told[0]);
  });

  it('go on with a rotation that died after its record: one secret is told, and it is the one that is good', async () => {
    await fixture.call('dynamodb', 'UpdateItem', {
      TableName: 'reference',
      Key: { pk: { S: 'SOURCE#north' }, sk: { S: 'SOURCE' } },
      UpdateExpression: 'SET registration.secretsInRotation = :true',
      ExpressionAttributeValues: { ':true': { BOOL: true } },
    });
    const results = await Promise.all([sources.rotateSecret('north', MARIA), sources.rotateSecret('north', MARIA)]);
    const told = results.flatMap((result) => ('secret' in result ? [result.secret] : []));
    expect(told).toHaveLength(1);
    const { SecretString } = await fixture.call('secretsmanager', 'GetSecretValue', {
      SecretId: 'fairlead/test/source/north',
    });
    expect(JSON.parse(SecretString).current).toBe(told[0]);
  });
});
