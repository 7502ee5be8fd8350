import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../local/kernel/errors.ts';
import type { AwsError } from '../../local/kernel/errors.ts';
import type { Principal, Service } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createSes, mimeOf, sentMail, sesFaults } from '../../local/services/sesv2/index.ts';
import { testKernel } from '../support/kernel.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Notifier';
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:mail-events';
const SET = 'arn:aws:ses:eu-central-1:111122223333:configuration-set/notices';

function open() {
  const access = createAccess('111122223333', 'eu-central-1');
  access.addRole(ROLE, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  const published: { principal: Principal; input: any }[] = [];
  const faults: AwsError[] = [];
  const sink = (name: string, operation: string): Service => ({
    name,
    resourceTypes: [],
    operations: {
      [operation]: { authorize: () => [], run: (input, { principal }) => void published.push({ principal, input }) },
    },
  });
  const engine = testKernel(
    (kernel) => [
      createSes(kernel, { fault: () => faults.shift() }),
      sink('sns', 'Publish'),
      sink('eventbridge', 'PutEvents'),
    ],
    { access },
  );
  engine.provision('AWS::SES::ConfigurationSet', 'Set', { Name: 'notices' });
  engine.provision('AWS::SES::EmailIdentity', 'Domain', { EmailIdentity: 'fairlead.example' });
  const send = (input: object = {}, principal?: Principal) =>
    engine.call(
      'sesv2',
      'SendEmail',
      {
        FromEmailAddress: 'Fairlead <cases@fairlead.example>',
        Destination: { ToAddresses: ['anna@acme.example'] },
        Content: { Simple: { Subject: { Data: 'Late' }, Body: { Text: { Data: 'Truck 7 is late.' } } } },
        ...input,
      },
      principal,
    );
  const mails = () => sentMail(engine.kernel);
  const mime = async (messageId: string | undefined) =>
    Buffer.from((await mimeOf(engine.kernel, messageId ?? '')) ?? []);
  return { access, engine, send, mails, mime, published, faults };
}

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
describe('SendEmail', () => {
  test('a simple mail becomes proper MIME and is kept over a restart', async () => {
    const { engine, send, mails, mime } = open();
    const { MessageId } = await send({
      FromEmailAddress: '"Fälle, Fairlead" <cases@fairlead.example>',
      Destination: {
        ToAddresses: ['Jörg <joerg@acme.example>', 'b@acme.example'],
        CcAddresses: ['c@acme.example'],
        BccAddresses: ['d@acme.example'],
      },
      ReplyToAddresses: ['reply+case-1@fairlead.example'],
      Content: {
        Simple: {
          Subject: { Data: 'Verspätung: LKW 7 – Größe „XL“', Charset: 'UTF-8' },
          Body: { Text: { Data: 'Grüße\n.\nEnde' }, Html: { Data: `<p>Grüße</p>${'x'.repeat(2000)}` } },
          Headers: [
            { Name: 'List-Unsubscribe', Value: '<https://fairlead.example/u/1>' },
            { Name: 'X-Case', Value: 'case-1' },
          ],
        },
      },
      EmailTags: [{ Name: 'case', Value: 'case-1' }],
    });
    expect(MessageId).toMatch(/^0107[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
    engine.restart();
    const [mail, more] = mails();
    expect(more).toBeUndefined();
    expect(mail).toMatchObject({
      messageId: MessageId,
      subject: 'Verspätung: LKW 7 – Größe „XL“',
      tags: { case: 'case-1' },
      sentAt: engine.kernel.now(),
    });
    const text = (await mime(MessageId)).toString('latin1');
    expect(text).toMatch(/^[\x00-\x7f]*$/);
    for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect(text).toContain('multipart/alternative');
    expect(text).not.toContain('d@acme.example');
    const parsed = await PostalMime.parse(await mime(MessageId));
    expect(parsed).toMatchObject({
      from: { name: 'Fälle, Fairlead', address: 'cases@fairlead.example' },
      to: [{ name: 'Jörg', address: 'joerg@acme.example' }, { address: 'b@acme.example' }],
      cc: [{ address: 'c@acme.example' }],
      replyTo: [{ address: 'reply+case-1@fairlead.example' }],
      subject: 'Verspätung: LKW 7 – Größe „XL“',
      messageId: `<${MessageId}@eu-central-1.amazonses.com>`,
      date: '2026-03-02T08:00:00.000Z',
    });
    expect(parsed.text?.trim()).toBe('Grüße\n.\nEnde');
    expect(parsed.html).toContain('<p>Grüße</p>');
    const header = (key: string) => parsed.headers.find((candidate) => candidate.key === key)?.value;
    expect(header('list-unsubscribe')).toBe('<https://fairlead.example/u/1>');
    expect(header('x-case')).toBe('case-1');
    expect(engine.events.filter(({ kind }) => kind === 'ses.sent')).toMatchObject([
      { messageId: MessageId, text: 'Grüße\n.\nEnde' },
    ]);
  });

  test('one seed, one mail, byte for byte', async () => {
    const once = async () => {
      const { send, mails, mime } = open();
      await send({
        Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' }, Html: { Data: '<p>t</p>' } } } },
      });
      return (await mime(mails()[0]?.messageId)).toString();
    };
    expect(await once()).toBe(await once());
  });

  // https://docs.aws.amazon.com/ses/latest/dg/send-email-raw.html
  test('a raw mail keeps its header, except id, date and blind copies', async () => {
    const { send, mails, mime } = open();
    const raw = [
      'From: cases@fairlead.example',
      'To: a@acme.example',
      'Bcc: z@acme.example',
      'Message-ID: <mine@x>',
      'Date: Mon, 1 Jan 2001 00:00:00 +0000',
      'Subject: =?utf-8?q?Gr=C3=B6=C3=9Fe?=',
      '',
      'Body',
      '',
    ].join('\r\n');
    const { MessageId } = await send({
      FromEmailAddress: undefined,
      Destination: undefined,
      Content: { Raw: { Data: Buffer.from(raw) } },
    });
    const [mail] = mails();
    expect(mail).toMatchObject({
      from: 'cases@fairlead.example',
      to: ['a@acme.example'],
      bcc: ['z@acme.example'],
      subject: 'Größe',
    });
    const text = (await mime(MessageId)).toString();
    expect(text).toContain(`Message-ID: <${MessageId}@eu-central-1.amazonses.com>`);
    expect(text).not.toMatch(/mine@x|2001|z@acme/);
  });

  test.each<[string, object, string]>([
    ['an unknown sender', { FromEmailAddress: 'x@other.example' }, 'MessageRejected'],
    ['a look-alike of the domain', { FromEmailAddress: 'x@notfairlead.example' }, 'MessageRejected'],
    ['nobody to send to', { Destination: {} }, 'BadRequestException'],
    [
      '51 receivers',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, index) => `a${index}@b.example`) } },
      'BadRequestException',
    ],
    ['no address', { Destination: { ToAddresses: ['nobody'] } }, 'BadRequestException'],
    ['an international local part', { Destination: { ToAddresses: ['jörg@acme.example'] } }, 'BadRequestException'],
    ['a tag with a space', { EmailTags: [{ Name: 'a b', Value: 'c' }] }, 'BadRequestException'],
    [
      'a header of its own',
      { Content: { Simple: { Subject: { Data: '' }, Body: {}, Headers: [{ Name: 'From', Value: 'x' }] } } },
      'BadRequestException',
    ],
    [
      'a broken header',
      { Content: { Simple: { Subject: { Data: '' }, Body: {}, Headers: [{ Name: 'X', Value: 'a\r\nBcc: x@y.z' }] } } },
      'BadRequestException',
    ],
    ['an unknown configuration set', { ConfigurationSetName: 'none' }, 'NotFoundException'],
    [
      'too much',
      { Content: { Simple: { Subject: { Data: '' }, Body: { Text: { Data: 'x'.repeat(10 * 1024 * 1024) } } } } },
      'BadRequestException',
    ],
  ])('%s: nothing is sent', async (_, input, name) => {
    const { send, mails } = open();
    await expect(send(input)).rejects.toMatchObject({ name });
    expect(mails()).toEqual([]);
  });

  test('what is not acted upon is refused', async () => {
    const { send } = open();
    await expect(send({ Content: { Template: { TemplateName: 't' } } })).rejects.toThrow(UnsupportedError);
    await expect(send({ ListManagementOptions: {} })).rejects.toThrow(UnsupportedError);
  });

  // https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html: a domain covers its addresses and subdomains
  test('addresses and subdomains of an identity may send', async () => {
    const { engine, send, mails } = open();
    await send({ FromEmailAddress: 'x@mail.FAIRLEAD.example' });
    await engine.call('sesv2', 'CreateEmailIdentity', { EmailIdentity: 'one@other.example' });
    await send({ FromEmailAddress: 'one@other.example' });
    await expect(send({ FromEmailAddress: 'two@other.example' })).rejects.toMatchObject({ name: 'MessageRejected' });
    expect(mails()).toHaveLength(2);
  });

  test('faults can be planned', async () => {
    const { send, mails, faults } = open();
    faults.push(sesFaults.throttled(), sesFaults.rejected());
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException', httpStatusCode: 429 });
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' });
    await send();
    expect(mails()).toHaveLength(1);
  });
});

// https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
test('the role needs the identity and the configuration set, and conditions see sender and receivers', async () => {
  const { access, send } = open();
  const role: Principal = { kind: 'role', roleArn: ROLE };
  const identity = 'arn:aws:ses:eu-central-1:111122223333:identity/fairlead.example';
  await expect(send({}, role)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  access.addIdentityPolicy(ROLE, {
    Statement: {
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: identity,
      Condition: {
        StringEquals: { 'ses:FromAddress': 'cases@fairlead.example' },
        'ForAllValues:StringLike': { 'ses:Recipients': '*@acme.example' },
      },
    },
  });
  await send({}, role);
  await expect(send({ Destination: { ToAddresses: ['x@rival.example'] } }, role)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(send({ FromEmailAddress: 'boss@fairlead.example' }, role)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(send({ ConfigurationSetName: 'notices' }, role)).rejects.toMatchObject({
    message: expect.stringContaining(SET),
  });
});

// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
// https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-test-email-simulator
describe('events', () => {
  const withTopic = (MatchingEventTypes: string[]) => {
    const opened = open();
    opened.engine.provision('AWS::SES::ConfigurationSetEventDestination', 'Events', {
      ConfigurationSetName: 'notices',
      EventDestination: { Enabled: true, MatchingEventTypes, SnsDestination: { TopicARN: TOPIC } },
    });
    const told = () => opened.published.map(({ input }) => JSON.parse(input.Message));
    return { ...opened, told };
  };
  const ALL = ['send', 'delivery', 'bounce', 'complaint'];

  test.each<[string, string[]]>([
    ['anna@acme.example', ['Send', 'Delivery']],
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce']],
    ['bounce+label@simulator.amazonses.com', ['Send', 'Bounce']],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint']],
    ['suppressionlist@simulator.amazonses.com', ['Send', 'Bounce']],
  ])('%s: %j', async (address, types) => {
    const { engine, send, told } = withTopic(ALL);
    await send({ ConfigurationSetName: 'notices', Destination: { ToAddresses: [address] } });
    engine.restart();
    await engine.advance(600_000);
    expect(told().map(({ eventType }) => eventType)).toEqual(types);
  });

  test('a bounce says who, and carries the tags', async () => {
    const { engine, send, told, published } = withTopic(['BOUNCE']);
    const { MessageId } = await send({
      ConfigurationSetName: 'notices',
      Destination: { ToAddresses: ['bounce@simulator.amazonses.com', 'anna@acme.example'] },
      EmailTags: [{ Name: 'notice', Value: 'n-1' }],
    });
    await engine.advance(600_000);
    expect(told()).toMatchObject([
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bouncedRecipients: [{ emailAddress: 'bounce@simulator.amazonses.com', status: '5.1.1' }],
        },
        mail: {
          messageId: MessageId,
          sendingAccountId: '111122223333',
          tags: { notice: ['n-1'], 'ses:configuration-set': ['notices'] },
        },
      },
    ]);
    expect(published[0]).toMatchObject({
      principal: { kind: 'service', service: 'ses.amazonaws.com', sourceArn: SET },
      input: { TopicArn: TOPIC },
    });
  });

  test('without the configuration set nothing is told; the identity may name one', async () => {
    const { engine, send, told } = withTopic(ALL);
    await send();
    await engine.advance(600_000);
    expect(told()).toEqual([]);
    engine.provision('AWS::SES::EmailIdentity', 'Domain', {
      EmailIdentity: 'fairlead.example',
      ConfigurationSetAttributes: { ConfigurationSetName: 'notices' },
    });
    await send();
    await engine.advance(600_000);
    expect(told()).toHaveLength(2);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
  test('to the default bus', async () => {
    const { engine, send, published } = open();
    engine.provision('AWS::SES::ConfigurationSetEventDestination', 'Events', {
      ConfigurationSetName: 'notices',
      EventDestination: {
        MatchingEventTypes: ['delivery'],
        EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/default' },
      },
    });
    await send({ ConfigurationSetName: 'notices' });
    await engine.advance(600_000);
    expect(published.map(({ input }) => input.Entries[0])).toMatchObject([
      { Source: 'aws.ses', DetailType: 'Email Delivered' },
    ]);
  });

  test.each([
    { MatchingEventTypes: ['open'], SnsDestination: { TopicARN: TOPIC } },
    { MatchingEventTypes: ['send'], CloudWatchDestination: {} },
    { MatchingEventTypes: ['send'] },
  ])('%j is refused', (EventDestination) => {
    const { engine } = open();
    const provision = () =>
      engine.provision('AWS::SES::ConfigurationSetEventDestination', 'Events', {
        ConfigurationSetName: 'notices',
        EventDestination,
      });
    expect(provision).toThrow(UnsupportedError);
  });

  test('a paused configuration set sends nothing', async () => {
    const { engine, send, mails } = open();
    engine.provision('AWS::SES::ConfigurationSet', 'Paused', {
      Name: 'paused',
      SendingOptions: { SendingEnabled: false },
    });
    await expect(send({ ConfigurationSetName: 'paused' })).rejects.toMatchObject({ name: 'SendingPausedException' });
    expect(mails()).toEqual([]);
  });
});
