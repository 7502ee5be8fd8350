import { describe, expect, test } from 'vitest';
import type { Principal, Service } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createSes } from '../../local/services/sesv2/index.ts';
import type { ReceiveMail } from '../../local/services/sesv2/index.ts';
import { testKernel } from '../support/kernel.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:mail';

function open(rule: object) {
  const calls: { readonly operation: string; readonly principal: Principal; readonly input: any }[] = [];
  const sink = (name: string, operation: string): Service => ({
    name,
    resourceTypes: [],
    operations: {
      [operation]: {
        authorize: () => [],
        run: (input, { principal }) => void calls.push({ operation, principal, input }),
      },
    },
  });
  const made: { receive?: ReceiveMail } = {};
  const engine = testKernel(
    (kernel) => {
      const ses = createSes(kernel);
      made.receive = ses.receive;
      return [ses, sink('s3', 'PutObject'), sink('sns', 'Publish')];
    },
    { access: createAccess('111122223333', 'eu-central-1') },
  );
  engine.provision('AWS::SES::ReceiptRuleSet', 'Set', { RuleSetName: 'in' });
  engine.provision('AWS::SES::ReceiptRule', 'Rule', {
    RuleSetName: 'in',
    Rule: {
      Name: 'mail',
      Enabled: true,
      Actions: [{ S3Action: { BucketName: 'raw', ObjectKeyPrefix: 'mail/', TopicArn: TOPIC } }],
      ...rule,
    },
  });
  return { engine, calls, receive: (mail: Parameters<ReceiveMail>[0]) => made.receive?.(mail) };
}
const mail = { from: 'jo@b.example', raw: 'From: jo@b.example\r\nSubject: x\r\n\r\nhello' };

// https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html
describe('receiving', () => {
  test.each([
    ['a domain', ['in.example.com'], 'desk@in.example.com', true],
    ['and no domain below it', ['in.example.com'], 'desk@a.in.example.com', false],
    ['all below a domain', ['.example.com'], 'desk@in.example.com', true],
    ['an address, whatever tag it has', ['desk@in.example.com'], 'Desk+tag@in.example.com', true],
    ['no other address', ['desk@in.example.com'], 'dusk@in.example.com', false],
    ['everything', [], 'anybody@anywhere.example', true],
  ])('%s', async (_name, Recipients, to, isTaken) => {
    const { receive, calls } = open({ Recipients });
    expect((await receive({ ...mail, to: [to] })) !== undefined).toBe(isTaken);
    expect(calls).toHaveLength(isTaken ? 2 : 0);
  });

  test('the mail is put first, as the rule, with what was found on top of it; then the notice says the same', async () => {
    const { receive, calls } = open({ Recipients: ['in.example.com'] });
    const found = { spam: 'FAIL', dmarc: 'PASS', results: 'dkim=pass header.i=@b.example' } as const;
    const messageId = await receive({ ...mail, to: ['desk@in.example.com', 'x@elsewhere.example'], found });
    expect(calls.map(({ operation }) => operation)).toEqual(['PutObject', 'Publish']);
    expect(calls[0]?.principal).toEqual({
      kind: 'service',
      service: 'ses.amazonaws.com',
      sourceArn: 'arn:aws:ses:eu-central-1:111122223333:receipt-rule-set/in:receipt-rule/mail',
    });
    expect(calls[0]?.input.Key).toBe(`mail/${messageId ?? ''}`);
    const lines = Buffer.from(calls[0]?.input.Body).toString().split('\r\n');
    expect(lines).toContain('X-SES-Spam-Verdict: FAIL');
    expect(lines.find((line) => line.startsWith('Authentication-Results'))).toBe(
      'Authentication-Results: amazonses.com; dkim=pass header.i=@b.example',
    );
    expect(lines.slice(-4)).toEqual(['From: jo@b.example', 'Subject: x', '', 'hello']);
    expect(JSON.parse(calls[1]?.input.Message)).toMatchObject({
      notificationType: 'Received',
      receipt: {
        recipients: ['desk@in.example.com'],
        spamVerdict: { status: 'FAIL' },
        dmarcVerdict: { status: 'PASS' },
        action: { type: 'S3', objectKey: `mail/${messageId ?? ''}` },
      },
    });
  });

  test('a rule that is switched off takes nothing; a second rule set and other actions are refused', async () => {
    const { receive, engine } = open({ Enabled: false });
    expect(await receive({ ...mail, to: ['desk@in.example.com'] })).toBeUndefined();
    expect(() => engine.provision('AWS::SES::ReceiptRuleSet', 'Two', { RuleSetName: 'two' })).toThrow(
      'only one is active',
    );
    const bounce = { RuleSetName: 'in', Rule: { Name: 'b', Actions: [{ BounceAction: { Message: 'no' } }] } };
    expect(() => engine.provision('AWS::SES::ReceiptRule', 'B', bounce)).toThrow('AWS::SES::ReceiptRule');
  });
});
