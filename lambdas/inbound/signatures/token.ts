import { anyEqual, judge } from './scheme.ts';
import type { Scheme } from './scheme.ts';

const MOST_CHARACTERS = 4096;

/** The secret itself in a header: it proves who sent, not what. `make` writes the header's value with a secret. */
function sharedSecret(header: string, prefix: string, form: string, make: (secret: string) => string): Scheme {
  return {
    header,
    form,
    mend: `Send ${header}: ${form}, with the secret as it was told.`,
    signsTime: false,
    keys: 'secret',
    check: ({ headers }, secrets, allowance) => {
      const value = headers[header]?.trim() ?? '';
      if (value === '') return { ok: false, why: 'missing', header };
      if (value.length > MOST_CHARACTERS || !value.toLowerCase().startsWith(prefix.trim().toLowerCase()))
        return { ok: false, why: 'malformed', header };
      const given = value.slice(prefix.trim().length).trim();
      const right = secrets.map((secret) => Buffer.from(make(secret)));
      return judge(header, anyEqual([Buffer.from(given)], right), undefined, allowance);
    },
  };
}

export function tokenScheme(header: string, prefix: string): Scheme {
  return sharedSecret(header, prefix, `${prefix}<the secret of this source>`, (secret) => secret);
}

/** RFC 7617. */
export function basicScheme(username: string): Scheme {
  return sharedSecret('authorization', 'Basic ', 'Basic <base64 of user name, colon and secret>', (secret) =>
    Buffer.from(`${username}:${secret}`).toString('base64'),
  );
}
