import { CfnOutput } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { DomainName, EndpointType, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Configuration } from '../configuration.ts';

/**
 * The domain with mutual TLS, where one is configured. The default domain stays: people have no certificates and their links lead there. A source that must show one is
 * refused there by the handler, which sees none.
 */
export function addMutualTls(scope: Stack, api: RestApi, { mutualTls }: Configuration): void {
  if (mutualTls === undefined) return;
  const { domainName, certificateArn, trustStore, trustStoreVersion } = mutualTls;
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(trustStore) ?? [];
  const domain = new DomainName(scope, 'MutualTls', {
    domainName,
    certificate: Certificate.fromCertificateArn(scope, 'MutualTlsCertificate', certificateArn),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
    mtls: {
      bucket: Bucket.fromBucketName(scope, 'TrustStore', bucket),
      key,
      ...(trustStoreVersion === undefined ? {} : { version: trustStoreVersion }),
    },
  });
  domain.addBasePathMapping(api, { stage: api.deploymentStage });
  new CfnOutput(scope, 'MutualTlsTarget', {
    value: domain.domainNameAliasDomainName,
    description: `Point ${domainName} here (CNAME)`,
  });
}
