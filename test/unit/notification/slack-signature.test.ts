import { describe, expect, it } from 'vitest';
import { checkSlackSignature, readSigningSecrets } from '../../../lambdas/notification/slack-signature.ts';

/** The example of https://docs.slack.dev/authentication/verifying-requests-from-slack/ */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIMESTAMP = '1531420618';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

const check = (
  {
    timestamp = TIMESTAMP,
    signature = SIGNATURE,
    body = BODY,
  }: Partial<Record<'timestamp' | 'signature' | 'body', string>>,
  secrets: readonly string[] = [SECRET],
  now = Number(TIMESTAMP),
) => {
  const checked = checkSlackSignature({ timestamp, signature, body: Buffer.from(body) }, secrets, now);
  return checked.ok ? 'good' : checked.why;
};

describe("Slack's signature", () => {
  it.each<[string, string, Parameters<typeof check>]>([
    ['as Slack publishes it', 'good', [{}]],
    ['the older of two secrets', 'good', [{}, ['the new one', SECRET]]],
    ['the newer of two secrets', 'good', [{}, [SECRET, 'the old one']]],
    ['five minutes old', 'good', [{}, [SECRET], Number(TIMESTAMP) + 300]],
    ['older', 'stale', [{}, [SECRET], Number(TIMESTAMP) + 301]],
    ['from the future', 'stale', [{}, [SECRET], Number(TIMESTAMP) - 301]],
    ['another secret', 'wrong', [{}, ['another']]],
    ['no secret', 'wrong', [{}, []]],
    ['one byte more', 'wrong', [{ body: `${BODY} ` }]],
    ['no body', 'wrong', [{ body: '' }]],
    ['another time', 'wrong', [{ timestamp: '1531420619' }]],
    ['another version', 'malformed', [{ signature: SIGNATURE.replace('v0', 'v1') }]],
    ['too short', 'malformed', [{ signature: SIGNATURE.slice(0, -1) }]],
    ['more behind it', 'malformed', [{ signature: `${SIGNATURE}0` }]],
    ['empty', 'malformed', [{ signature: '' }]],
    ['no number as time', 'malformed', [{ timestamp: '1531420618.5' }]],
  ])('%s: %s', (_name, verdict, given) => {
    expect(check(...given)).toBe(verdict);
  });

  it.each([[{ timestamp: undefined, signature: SIGNATURE }], [{ timestamp: TIMESTAMP, signature: undefined }]])(
    'is missing where a header is',
    (headers) => {
      expect(checkSlackSignature({ ...headers, body: Buffer.from(BODY) }, [SECRET], Number(TIMESTAMP))).toEqual({
        ok: false,
        why: 'missing',
      });
    },
  );
});

describe('signing secrets', () => {
  it.each([
    ['one as text', 'abc', ['abc']],
    ['one', '{"current":"a"}', ['a']],
    ['two during a rotation', '{"current":"a","previous":"b"}', ['a', 'b']],
  ])('%s', (_name, text, secrets) => {
    expect(readSigningSecrets(text)).toEqual(secrets);
  });
  it.each([['{"previous":"b"}'], ['{"current":""}'], ['{}']])('%s holds none, and nothing is believed', (text) => {
    expect(() => readSigningSecrets(text)).toThrow();
  });
});
