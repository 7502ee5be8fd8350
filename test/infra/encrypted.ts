import { ofType } from './templates.ts';
import type { Synthesized } from './templates.ts';
import type { Verdict } from './rules.ts';

/** What keeps something, and where it says by which key. */
const KEEPS: Readonly<Record<string, (properties: any) => unknown>> = {
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
  'AWS::Events::Archive': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Events::EventBus': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Lambda::Function': ({ KmsKeyArn }) => KmsKeyArn,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption?.ServerSideEncryptionConfiguration?.[0]?.ServerSideEncryptionByDefault?.KMSMasterKeyID,
  'AWS::SecretsManager::Secret': ({ KmsKeyId }) => KmsKeyId,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
};

/** Whoever takes the house key away takes everything away: nothing is kept under a key of AWS's own, which is what an absent or empty one means. */
export function allIsUnderTheHouseKey(app: Synthesized): Verdict {
  const [key] = ofType(app, 'AWS::KMS::Key');
  const kept = Object.entries(KEEPS).map(([type, keyOf]) =>
    ofType(app, type).map(({ stack, id, properties }) => ({
      place: `${stack}/${id}`,
      isOurs: key !== undefined && JSON.stringify(keyOf(properties) ?? '').includes(key.id),
    })),
  );
  return {
    // Each kind must be there.
    seen: Math.min(...kept.map(({ length }) => length)),
    violations: kept.flat().flatMap(({ place, isOurs }) => (isOurs ? [] : [`${place}: is not under the house key`])),
  };
}
