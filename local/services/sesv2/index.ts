import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Operation, Service } from '../../kernel/types.ts';
import { createDelivery } from '../deliver-as-service.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { configurationSetTypes, findConfigurationSet } from './configuration-set.ts';
import type { ConfigurationSet } from './configuration-set.ts';
import { declareIdentity, identityNamed, identityType } from './identity.ts';
import { openMailStore } from './mail-store.ts';
import { simulatedOutcome } from './publish-events.ts';
import type { Outcome } from './publish-events.ts';
import { createReceipt } from './receive-mail.ts';
import type { ReceiveMail } from './receive-mail.ts';
import { sendEmail } from './send-email.ts';

export { mimeOf, sentMail } from './mail-store.ts';
export type { Outcome } from './publish-events.ts';
export type { IncomingMail, ReceiveMail } from './receive-mail.ts';

export interface Ses extends Service {
  readonly receive: ReceiveMail;
}

export interface SesOptions {
  /** Fault runs: the failure that this call shall meet, e.g. one of {@link sesFaults}. */
  readonly fault?: (input: unknown) => AwsError | undefined;
  /** What becomes of mail to an address; where nothing is said, as the mailbox simulator does it. */
  readonly outcomeOf?: (address: string) => Outcome | undefined;
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
export const sesFaults = {
  throttled: (): AwsError =>
    new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', { httpStatusCode: 429 }),
  quotaExceeded: (): AwsError => new AwsError('LimitExceededException', 'Daily message quota exceeded.'),
  rejected: (): AwsError => new AwsError('MessageRejected', 'Sending suspended for this account.'),
} as const;

function identityOperations(
  kernel: Kernel,
  sets: ReadonlyMap<string, ConfigurationSet>,
): Readonly<Record<string, Operation>> {
  const resourceOf = (input: any): string => kernel.arn('ses', `identity/${input.EmailIdentity.toLowerCase()}`);
  const describe = (configurationSet: string | undefined): object => ({
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  });
  const typeOf = (name: string): string => (name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN');
  return {
    CreateEmailIdentity: {
      authorize: (input) => [{ action: 'ses:CreateEmailIdentity', resource: resourceOf(input) }],
      run: (input) => {
        refuseUnknown('CreateEmailIdentity', input, ['ConfigurationSetName', 'EmailIdentity']);
        if (identityNamed(kernel, input.EmailIdentity) !== undefined) {
          throw new AwsError('AlreadyExistsException', `Email identity ${input.EmailIdentity} already exist.`);
        }
        if (input.ConfigurationSetName !== undefined) findConfigurationSet(sets, input.ConfigurationSetName);
        declareIdentity(kernel, input.EmailIdentity, input.ConfigurationSetName);
        return { IdentityType: typeOf(input.EmailIdentity), VerifiedForSendingStatus: true };
      },
    },
    GetEmailIdentity: {
      authorize: (input) => [{ action: 'ses:GetEmailIdentity', resource: resourceOf(input) }],
      run: (input) => {
        refuseUnknown('GetEmailIdentity', input, ['EmailIdentity']);
        const identity = identityNamed(kernel, input.EmailIdentity);
        if (identity === undefined) {
          throw new AwsError('NotFoundException', `Email identity ${input.EmailIdentity} does not exist.`, {
            httpStatusCode: 404,
          });
        }
        return { IdentityType: typeOf(identity.name), ...describe(identity.configurationSet) };
      },
    },
  };
}

/** Takes mail, keeps it as MIME, and tells what became of it. */
export function createSes(kernel: Kernel, options: SesOptions = {}): Ses {
  openMailStore(kernel);
  const { types, receive } = createReceipt(kernel);
  const sets = new Map<string, ConfigurationSet>();
  const deliver = createDelivery(kernel, { principal: 'ses.amazonaws.com', source: 'aws.ses' });
  return {
    name: 'sesv2',
    operations: {
      SendEmail: sendEmail({
        kernel,
        sets,
        deliver,
        outcomeOf: (address) => options.outcomeOf?.(address) ?? simulatedOutcome(address),
        fault: options.fault ?? (() => undefined),
      }),
      ...identityOperations(kernel, sets),
    },
    resourceTypes: [identityType(kernel), ...configurationSetTypes(kernel, sets), ...types],
    receive,
  };
}
