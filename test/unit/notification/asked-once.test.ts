import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect, connectOnce } from '../../../lambdas/platform/index.ts';
import { textSender } from '../../../lambdas/notification/adapters/send-text.ts';

const SEAM = Symbol.for('fairlead.runtime');
let server: Server;
/** Of an engine that another file has left: it would answer in place of the server. */
let left: unknown;
let asked = 0;

/** Takes each request and answers none: the connection breaks when it has been read. */
beforeEach(async () => {
  asked = 0;
  left = Reflect.get(globalThis, SEAM);
  Reflect.deleteProperty(globalThis, SEAM);
  server = createServer((request) => {
    asked += 1;
    request.resume();
    request.on('end', () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => {
  Reflect.set(globalThis, SEAM, left);
  server.close();
  vi.unstubAllEnvs();
});

const mail = new SendEmailCommand({ Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } } });

it('a mail that got no answer is asked for once', async () => {
  await expect(connectOnce(SESv2Client).send(mail)).rejects.toThrow();
  expect(asked).toBe(1);
});

it('the client as it comes asks again by itself: that is what must not happen', async () => {
  await expect(new SESv2Client({}).send(mail)).rejects.toThrow();
  expect(asked).toBeGreaterThan(1);
});

it('a text that got no answer is asked for once', async () => {
  const send = textSender(connectOnce(PinpointSMSVoiceV2Client), 'number', 'set');
  await expect(send({ to: '+4915100000001', text: 'S1' })).rejects.toThrow();
  expect(asked).toBe(1);
});

it('who calls a service has the client of the others that call it; whoever asks once has one of its own', () => {
  expect(connect(SESv2Client)).toBe(connect(SESv2Client));
  expect(connect(PinpointSMSVoiceV2Client)).toBeInstanceOf(PinpointSMSVoiceV2Client);
  expect(connectOnce(SESv2Client)).not.toBe(connect(SESv2Client));
});

/** Whose reader has written and waits for an answer (ADR 0026). */
const ANSWERS = ['send-answer.ts', 'take-sms-reply.handler.ts'];

it('nobody else makes clients of these services that ask by themselves', () => {
  const files = readdirSync('lambdas', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const made = (pattern: RegExp) =>
    files
      .filter((name) => pattern.test(readFileSync(join('lambdas', name), 'utf8')))
      .map((name) => name.split('/').at(-1));
  expect(made(/(?:new |connect\()(?:SESv2|PinpointSMSVoiceV2)Client\b/).sort()).toEqual(ANSWERS);
  expect(made(/connectOnce\((?:SESv2|PinpointSMSVoiceV2)Client\)/).sort()).toEqual([
    'customer-mail.ts',
    'follow-partner-link.handler.ts',
    'send-email.handler.ts',
    'send-sms.handler.ts',
  ]);
});
