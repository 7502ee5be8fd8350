import type * as z from 'zod';
import { pointed } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';
import type { Rejection } from './formats/translator.ts';
import type { Scheme, SignatureVerdict } from './signatures/scheme.ts';

const BASE = 'https://fairlead.dev/problems';

type Refused = Extract<SignatureVerdict, { ok: false }>;

/** What is wrong with a proof, in which header, and how to mend it. */
export function signatureProblem(scheme: Scheme, { why, header }: Refused, toleranceSeconds: number): Problem {
  const expected = `${scheme.header}: ${scheme.form}`;
  const said: Readonly<Record<Refused['why'], { readonly detail: string; readonly mend: string }>> = {
    missing: { detail: `The header ${header} is missing.`, mend: `Send ${expected}.` },
    malformed: { detail: `The header ${header} is not of the form that was agreed.`, mend: `Send ${expected}.` },
    stale: scheme.outdated ?? {
      detail: `The signed time is more than ${String(toleranceSeconds)} seconds away from ours.`,
      mend: 'Sign each attempt anew with the present time, and check the clock.',
    },
    wrong: { detail: `What the header ${header} says does not fit.`, mend: scheme.mend },
  };
  const { detail, mend } = said[why];
  return {
    type: `${BASE}/signature-${why}`,
    title: 'The signature was refused',
    status: 401,
    detail: `${detail} ${mend}`,
    errors: [{ pointer: `header ${header}`, detail, mend }],
  };
}

const CERTIFICATE: Readonly<Record<'missing' | 'unknown', string>> = {
  missing: 'This source shows a client certificate: call the domain with mutual TLS, not this one.',
  unknown:
    'The client certificate is not one of this source. Show the one that was registered, or have this one added.',
};

export function certificateProblem(why: 'missing' | 'unknown'): Problem {
  return {
    type: `${BASE}/certificate-${why}`,
    title: 'The client certificate was refused',
    status: 401,
    detail: CERTIFICATE[why],
  };
}

export function unreadable(rejections: readonly Rejection[], quarantineId: string): Problem {
  return {
    type: `${BASE}/unreadable-payload`,
    title: 'Nothing in the payload could be read',
    status: 422,
    instance: `urn:fairlead:quarantine:${quarantineId}`,
    detail: 'The payload is kept in quarantine and can be replayed once the sender or the mapping is mended.',
    errors: rejections.slice(0, 20).map(({ part, pointer, detail, mend }) => ({
      pointer: `${part}: ${pointer}`,
      detail,
      ...(mend === undefined ? {} : { mend }),
    })),
  };
}

export function tooLarge(sourceId: string, bytes: number, most: number): Problem {
  const upload = `/v1/sources/${sourceId}/uploads`;
  return {
    type: `${BASE}/payload-too-large`,
    title: 'The payload is too large',
    status: 413,
    detail: `It has ${String(bytes)} bytes, at most ${String(most)} are taken here. POST its name, bytes and sha256 to ${upload}, signed as your reports are, and put it to the address that is answered; or send it in parts.`,
    links: { upload },
  };
}

export function uploadTooLarge(bytes: number, most: number): Problem {
  return {
    type: `${BASE}/file-too-large`,
    title: 'The file is too large',
    status: 413,
    detail: `It has ${String(bytes)} bytes, at most ${String(most)} are read of a file of this format. Send it in parts.`,
  };
}

export function invalidUpload(error: z.ZodError): Problem {
  return {
    type: `${BASE}/invalid-request`,
    title: 'The request does not fit',
    status: 400,
    detail: 'Send a JSON object with name, bytes and sha256 of the file; see errors for each field.',
    errors: error.issues.flatMap(pointed),
  };
}

export function quotaUsedUp(quota: number): Problem {
  return {
    type: `${BASE}/quota-exceeded`,
    title: 'Quota used up',
    status: 429,
    detail: `This source may send ${String(quota)} requests a day (UTC). Wait for the time in Retry-After, then send again; ask for a larger quota where this is not enough.`,
  };
}

export function unpublished(): Problem {
  return {
    type: `${BASE}/try-again`,
    title: 'Taken, but not passed on yet',
    status: 503,
    detail: 'The payload is kept and will be passed on. Sending it again does no harm: the same report is one signal.',
  };
}

export function noTranslator(format: string): Problem {
  return {
    type: `${BASE}/no-translator`,
    title: 'No translator',
    status: 415,
    detail: `There is no translator for the format ${format} yet.`,
  };
}

export function wrongMediaType(format: string, accepted?: readonly string[]): Problem {
  const mend =
    accepted === undefined
      ? `The format ${format} is JSON: send application/json, or application/cloudevents+json for CloudEvents.`
      : `This source sends ${accepted.join(' or ')}, and nothing else.`;
  return {
    type: `${BASE}/media-type`,
    title: 'The media type is not one of this format',
    status: 415,
    detail: mend,
  };
}
