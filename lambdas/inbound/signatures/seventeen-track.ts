import { createHash } from 'node:crypto';
import { anyEqual, decode, judge } from './scheme.ts';
import type { Scheme } from './scheme.ts';

const header = 'sign';

/** 17TRACK tracking API v2, "webhook": header `sign` = hex SHA-256 of `<raw body>/<security key>`. No HMAC, and no time. */
export const seventeenTrack: Scheme = {
  header,
  form: '<hex SHA-256 of the raw body, a slash and the security key>',
  mend: 'Hash the raw bytes that are sent, with the security key of this source.',
  signsTime: false,
  keys: 'secret',
  check: ({ headers, body }, secrets, allowance) => {
    const value = headers[header]?.trim() ?? '';
    if (value === '') return { ok: false, why: 'missing', header };
    const given = decode(value, 'hex', 32);
    if (given === undefined) return { ok: false, why: 'malformed', header };
    const right = secrets.map((secret) => createHash('sha256').update(body).update(`/${secret}`).digest());
    return judge(header, anyEqual([given], right), undefined, allowance);
  },
};
