/** Resource types that mean nothing on one machine, each with the reason. Everything else must be provided by a service or stops the boot. */
export const ignoredTypes: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::BasePathMapping': 'belongs to a domain name, of which there is none on one machine',
  'AWS::ApiGateway::DomainName':
    'TLS ends before the gateway, and nobody shows a certificate to a loopback; the handler is tested with the event that API Gateway makes of one',
  'AWS::CDK::Metadata': 'tells AWS which constructs are used',
  'AWS::CloudWatch::Alarm': 'nobody is woken by a laptop; alarms are held by tests of the template',
  'AWS::CloudWatch::Dashboard': 'drawn by the CloudWatch console',
  'AWS::Logs::LogGroup': 'log lines go to the terminal and to whoever watches',
};
