import { SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';

export interface Text {
  readonly to: string;
  readonly text: string;
  /** What its receipts say of it. */
  readonly context?: Readonly<Record<string, string>>;
}

export type TextSent =
  | { readonly state: 'sent'; readonly messageId: string | undefined }
  | { readonly state: 'limited' }
  | { readonly state: 'refused'; readonly why: string };

/** Whoever was not reached after so long is called by another way: a text that rings hours later wakes somebody for what is over. */
const TIME_TO_LIVE_S = 30 * 60;

/** Sends an SMS. Throws where nobody knows whether it was taken. */
export function textSender(
  client: PinpointSMSVoiceV2Client,
  numberArn: string,
  configurationSet: string,
): (text: Text) => Promise<TextSent> {
  return async ({ to, text, context = {} }) => {
    try {
      const { MessageId } = await client.send(
        new SendTextMessageCommand({
          DestinationPhoneNumber: to,
          OriginationIdentity: numberArn,
          MessageBody: text,
          MessageType: 'TRANSACTIONAL',
          ConfigurationSetName: configurationSet,
          TimeToLive: TIME_TO_LIVE_S,
          Context: { ...context },
        }),
      );
      return { state: 'sent', messageId: MessageId };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === 'ThrottlingException') return { state: 'limited' };
      const why = refusals[error.name];
      if (why === undefined) throw error;
      return { state: 'refused', why };
    }
  };
}

/** What another try would meet again (API_SendTextMessage, errors). */
const refusals: Readonly<Record<string, string>> = {
  ConflictException: 'this number takes no SMS from us: its owner has answered STOP, or our number may not send',
  ServiceQuotaExceededException: 'the spending limit of SMS is reached',
  ValidationException: 'End User Messaging refuses the number or the text',
};
