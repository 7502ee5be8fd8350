/** Resource types that mean nothing on one machine, each with the reason. Everything else must be provided by a service or stops the boot. */
export const ignoredTypes: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'tells AWS which constructs are used',
  'AWS::CloudWatch::Alarm': 'nobody is woken by a laptop; alarms are held by tests of the template',
  'AWS::CloudWatch::Dashboard': 'drawn by the CloudWatch console',
  'AWS::Logs::LogGroup': 'log lines go to the terminal and to whoever watches',
};
