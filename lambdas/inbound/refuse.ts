import type { Problem } from '../contracts/index.ts';
import type { SignatureVerdict } from './authenticate.ts';
import type { Rejection } from './formats/translator.ts';

const BASE = 'https://fairlead.dev/problems';

const SIGNATURE: Readonly<Record<'missing' | 'malformed' | 'stale' | 'wrong', string>> = {
  missing: 'Send the header fairlead-signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<raw body>">.',
  malformed: 'The header fairlead-signature is not of the form t=<unix seconds>,v1=<64 hex digits>.',
  stale:
    'The signature is older or newer than the tolerance of this source. Sign again with the present time; check the clock.',
  wrong: 'The signature does not fit the body. Sign the raw bytes that are sent, with the secret of this source.',
};

export function signatureProblem(verdict: Extract<SignatureVerdict, { ok: false }>): Problem {
  return {
    type: `${BASE}/signature-${verdict.why}`,
    title: 'The signature was refused',
    status: 401,
    detail: SIGNATURE[verdict.why],
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

export function tooLarge(bytes: number, most: number): Problem {
  return {
    type: `${BASE}/payload-too-large`,
    title: 'The payload is too large',
    status: 413,
    detail: `It has ${String(bytes)} bytes, at most ${String(most)} are taken here. Send it in parts; a presigned upload for larger files is to come.`,
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

export function wrongMediaType(format: string): Problem {
  return {
    type: `${BASE}/media-type`,
    title: 'The media type is not one of this format',
    status: 415,
    detail: `The format ${format} is JSON: send application/json, or application/cloudevents+json for CloudEvents.`,
  };
}
