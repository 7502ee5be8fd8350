import { sourceRegistration } from '../../../lambdas/contracts/index.ts';
import type { Signal } from '../../../lambdas/contracts/index.ts';
import { completeSignals } from '../../../lambdas/inbound/complete-signal.ts';
import type { Reception } from '../../../lambdas/inbound/complete-signal.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';

export const reception: Reception = {
  source: sourceRegistration.parse({
    contract: 'source/1',
    id: 'north-edi',
    title: 'North, status messages',
    format: 'x12-214',
    authentication: { scheme: 'fairlead-hmac', secretId: 'fairlead/test/source/north-edi', toleranceSeconds: 300 },
    pathKey: 'p'.repeat(48),
    zone: 'Europe/Berlin',
    region: 'na',
    businessUnit: 'retail',
    enabled: true,
  }),
  receivedAt: '2026-03-02T14:00:00.000Z',
  rawKey: 'raw/north-edi/2026-03-02/digest',
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
};

export const completeAll = (translation: Translation): readonly Signal[] => completeSignals(translation, reception);
