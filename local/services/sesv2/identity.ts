import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { domainOf } from './address.ts';

export interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly configurationSet: string | undefined;
}

interface Row {
  readonly name: string;
  readonly configuration_set: string | null;
}

export function declareIdentity(kernel: Kernel, name: string, configurationSet: string | undefined): void {
  kernel.store.run(
    `INSERT INTO sesv2_identities (name, configuration_set) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET configuration_set = excluded.configuration_set`,
    name.toLowerCase(),
    configurationSet ?? null,
  );
}

const arnOf = (kernel: Kernel, name: string): string => kernel.arn('ses', `identity/${name}`);

export function identityNamed(kernel: Kernel, name: string): Identity | undefined {
  const row = kernel.store.get<Row>(
    'SELECT name, configuration_set FROM sesv2_identities WHERE name = ?',
    name.toLowerCase(),
  );
  return row === undefined
    ? undefined
    : { name: row.name, arn: arnOf(kernel, row.name), configurationSet: row.configuration_set ?? undefined };
}

/**
 * The address itself, or else its domain, or one above it.
 * https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html#verify-domain-procedure
 */
export function identityOf(kernel: Kernel, address: string): Identity | undefined {
  const exact = identityNamed(kernel, address);
  if (exact !== undefined) return exact;
  const labels = domainOf(address).split('.');
  for (let first = 0; first < labels.length - 1; first += 1) {
    const domain = identityNamed(kernel, labels.slice(first).join('.'));
    if (domain !== undefined) return domain;
  }
  return undefined;
}

/** The resource that the policies are asked about; an unknown sender is refused under his own name. */
export const identityArn = (kernel: Kernel, address: string): string =>
  identityOf(kernel, address)?.arn ?? arnOf(kernel, address);

/** https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html */
export const notVerified = (kernel: Kernel, address: string): AwsError =>
  new AwsError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${kernel.region.toUpperCase()}: ${address}`,
  );

export function identityType(kernel: Kernel): ResourceType {
  return {
    type: 'AWS::SES::EmailIdentity',
    properties: ['ConfigurationSetAttributes', 'EmailIdentity'],
    ignored: {
      DkimAttributes: 'no mail leaves this machine, so none is signed',
      DkimSigningAttributes: 'no mail leaves this machine, so none is signed',
      FeedbackAttributes: 'feedback comes by events',
      MailFromAttributes: 'no mail leaves this machine, so nothing bounces to it',
      Tags: 'no policy condition on tags is accepted',
    },
    create: ({ properties }) => {
      const name: string = properties.EmailIdentity;
      declareIdentity(kernel, name, properties.ConfigurationSetAttributes?.ConfigurationSetName);
      const tokens = [1, 2, 3].flatMap((number) => [
        [`DkimDNSTokenName${number}`, `token${number}._domainkey.${name}`],
        [`DkimDNSTokenValue${number}`, `token${number}.dkim.amazonses.com`],
      ]);
      return {
        ref: name,
        attributes: { EmailIdentityArn: arnOf(kernel, name.toLowerCase()), ...Object.fromEntries(tokens) },
      };
    },
  };
}
