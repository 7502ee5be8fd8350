import { describe, expect, test } from 'vitest';
import type { Principal, Service } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { partsOf } from '../../local/services/smsvoice/gsm.ts';
import { createSmsVoice, sentTexts } from '../../local/services/smsvoice/index.ts';
import type { SmsVoice, TextOutcome } from '../../local/services/smsvoice/index.ts';
import { testKernel } from '../support/kernel.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Notifier';
const TO = '+49301234567';
const KEYWORDS = { HELP: { Message: 'help' }, STOP: { Message: 'stop' } };

function open(outcome?: TextOutcome) {
  const access = createAccess('111122223333', 'eu-central-1');
  access.addRole(ROLE, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  const published: { principal: Principal; topic: string; body: any }[] = [];
  const sns: Service = {
    name: 'sns',
    resourceTypes: [],
    operations: {
      Publish: {
        authorize: () => [],
        run: ({ TopicArn, Message }, { principal }) =>
          void published.push({ principal, topic: TopicArn, body: JSON.parse(Message) }),
      },
    },
  };
  let texts: SmsVoice | undefined;
  const engine = testKernel(
    (kernel) => [(texts = createSmsVoice(kernel, outcome === undefined ? {} : { outcomeOf: () => outcome })), sns],
    { access },
  );
  const number = engine.provision('AWS::SMSVOICE::PhoneNumber', 'Number', {
    IsoCountryCode: 'US',
    NumberType: 'SIMULATOR',
    NumberCapabilities: ['SMS'],
    MandatoryKeywords: KEYWORDS,
    TwoWay: { Enabled: true, ChannelArn: 'arn:aws:sns:eu-central-1:111122223333:replies' },
  });
  const set = engine.provision('AWS::SMSVOICE::ConfigurationSet', 'Set', {
    EventDestinations: [
      {
        Enabled: true,
        EventDestinationName: 'receipts',
        MatchingEventTypes: ['TEXT_DELIVERED', 'TEXT_UNREACHABLE'],
        SnsDestination: { TopicArn: 'arn:aws:sns:eu-central-1:111122223333:receipts' },
      },
    ],
  });
  const arn = String(number.attributes?.['Arn']);
  const send = (input: object = {}, principal?: Principal) =>
    engine.call(
      'pinpointsmsvoicev2',
      'SendTextMessage',
      {
        DestinationPhoneNumber: TO,
        OriginationIdentity: arn,
        MessageBody: 'Truck 7 is late.',
        ConfigurationSetName: set.ref,
        Context: { notice: 'ntc_1' },
        ...input,
      },
      principal,
    );
  const receive = (text: string) => texts?.receive({ from: TO, to: String(number.attributes?.['PhoneNumber']), text });
  return { engine, send, receive, published };
}

// https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
describe('SendTextMessage', () => {
  test('a text is kept over a restart, and its set is told what became of it', async () => {
    const { engine, send, published } = open();
    const { MessageId } = await send();
    expect(published).toEqual([]);
    await engine.advance(1000);
    expect(published).toMatchObject([
      {
        principal: { kind: 'service', service: 'sms-voice.amazonaws.com' },
        topic: expect.stringMatching(/:receipts$/),
        body: { eventType: 'TEXT_DELIVERED', isFinal: true, messageId: MessageId, context: { notice: 'ntc_1' } },
      },
    ]);
    engine.restart();
    expect(sentTexts(engine.kernel)).toMatchObject([{ messageId: MessageId, to: TO, text: 'Truck 7 is late.' }]);
  });

  test.each([
    ['unreachable', ['TEXT_UNREACHABLE']],
    ['blocked', []],
    ['silent', []],
  ] as const)('a receiver who is %s', async (outcome, events) => {
    const { engine, send, published } = open(outcome);
    await send();
    await engine.advance(60_000);
    expect(published.map(({ body }) => body.eventType)).toEqual(events);
  });

  test('the number must be allowed, be ours, and the receiver a number', async () => {
    const { send } = open();
    const caller: Principal = { kind: 'role', roleArn: ROLE };
    await expect(send({}, caller)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(send({ OriginationIdentity: 'phone-other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(send({ DestinationPhoneNumber: '030 1234567' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(send({ MessageBody: '' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(send({ Keyword: 'x' })).rejects.toThrow('Keyword of SendTextMessage');
  });
});

test('a text to the number goes to its topic; after STOP its sender gets no more', async () => {
  const { engine, send, receive, published } = open('silent');
  await send();
  receive('ack K7QF2M');
  await engine.settle();
  expect(
    published.map(({ topic, body }) => [topic.split(':').at(-1), body.messageBody, body.originationNumber]),
  ).toEqual([['replies', 'ack K7QF2M', TO]]);
  receive('Stop');
  await engine.settle();
  expect(published).toHaveLength(1);
  await expect(send()).rejects.toMatchObject({
    name: 'ConflictException',
    members: { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
  });
});

// https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html
test.each([
  ['a'.repeat(160), { encoding: 'GSM', parts: 1 }],
  ['a'.repeat(161), { encoding: 'GSM', parts: 2 }],
  ['€'.repeat(80), { encoding: 'GSM', parts: 1 }],
  ['ł'.repeat(71), { encoding: 'UNICODE', parts: 2 }],
])('parts of %s', (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});
