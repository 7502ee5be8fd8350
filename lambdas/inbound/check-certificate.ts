import { X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../contracts/index.ts';

/** What API Gateway tells of the certificate that was shown on the domain with mutual TLS; it has checked it against the trust store. */
export interface ShownCertificate {
  readonly clientCertPem: string;
  readonly subjectDN: string;
  readonly issuerDN: string;
}

export type CertificateVerdict = { readonly ok: true } | { readonly ok: false; readonly why: 'missing' | 'unknown' };

/** A trusted certificate may be anybody's: the source says whose. Without one the call did not come by the domain with mutual TLS. */
export function checkCertificate(
  shown: ShownCertificate | undefined,
  allowed: readonly ClientCertificate[],
): CertificateVerdict {
  if (shown === undefined) return { ok: false, why: 'missing' };
  const fingerprint = fingerprintOf(shown.clientCertPem);
  const fits = allowed.some(
    (one) =>
      (one.fingerprint === undefined || one.fingerprint === fingerprint) &&
      (one.subject === undefined || one.subject === shown.subjectDN) &&
      (one.issuer === undefined || one.issuer === shown.issuerDN),
  );
  return fits ? { ok: true } : { ok: false, why: 'unknown' };
}

function fingerprintOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return undefined;
  }
}
