import { describe, expect, it } from 'vitest';
import { cutGsm, toGsm } from '../../../lambdas/notification/gsm-text.ts';
import { judgeEndpoint } from '../../../lambdas/notification/judge-endpoint.ts';
import { readTextReceipt } from '../../../lambdas/notification/read-text-receipt.ts';
import { readSmsReply, smsCode } from '../../../lambdas/notification/sms-code.ts';
import { signWebhook } from '../../../lambdas/notification/sign-webhook.ts';

describe('an SMS has 160 characters of GSM 7 bit', () => {
  it.each([
    ['Zürich, Göteborg, Århus', 'Zürich, Göteborg, Århus'],
    ['Łódź · Gdańsk — 5 °C', 'Lodz - Gdansk - 5 C'],
    ['140,000 € “at once”…', '140,000 EUR "at once"...'],
    ['上海 port [A]', '?? port (A)'],
    ['✅ #0D3E5961: ⚠️ over', '#0D3E5961: over'],
  ])('%s', (text, said) => {
    expect(toGsm(text)).toBe(said);
  });

  it('is cut at a word', () => {
    expect(cutGsm('Delivery failed at the back door', 26)).toBe('Delivery failed at the..');
    expect(cutGsm('x'.repeat(40), 10)).toBe('xxxxxxxx..');
  });
});

describe('a code', () => {
  it('is the same for case and person, and another one for another case, person, turn or secret', () => {
    const code = smsCode('case_1', 'jo', 0, 'secret');
    expect(code).toMatch(/^[B-DF-HJ-NP-TV-Z2-9]{6}$/);
    expect(smsCode('case_1', 'jo', 0, 'secret')).toBe(code);
    const others = [
      smsCode('case_2', 'jo', 0, 'secret'),
      smsCode('case_1', 'al', 0, 'secret'),
      smsCode('case_1', 'jo', 1, 'secret'),
      smsCode('case_1', 'jo', 0, 'other'),
    ];
    expect(new Set([code, ...others]).size).toBe(5);
  });

  it.each([
    ['ack K7QF2M', { code: 'K7QF2M', text: 'ack' }],
    ['  ACK k7qf2m. On my way', { code: 'K7QF2M', text: 'ACK On my way' }],
    ['K7QF2M: driver at gate 4', { code: 'K7QF2M', text: 'driver at gate 4' }],
    ['"K7QF2M"', { code: 'K7QF2M', text: '' }],
    ['Reply ACK K7QF2M', { code: 'K7QF2M', text: 'ACK' }],
    ['ack K7QF2M #0D3E5961', { code: 'K7QF2M', text: 'ack' }],
    ['Reply ACK K7QF2M #0d3e5961 on my way', { code: 'K7QF2M', text: 'ACK on my way' }],
    ['I have it', undefined],
    ['please call about K7QF2M', undefined],
    ['ack K7QF0M', undefined],
  ])('is found in: %s', (text, reply) => {
    expect(readSmsReply(text)).toEqual(reply);
  });
});

describe('a receipt', () => {
  const receipt = (eventType: string, context?: object): string =>
    JSON.stringify({ eventType, eventTimestamp: 1_772_442_000_000, messageStatus: 'CARRIER_UNREACHABLE', context });
  const CONTEXT = { case: 'case_1', notice: 'ntc_1' };

  it.each([
    ['TEXT_DELIVERED', 'delivered'],
    ['TEXT_CARRIER_UNREACHABLE', 'bounced'],
    ['TEXT_TTL_EXPIRED', 'bounced'],
  ])('%s', (type, state) => {
    expect(readTextReceipt(receipt(type, CONTEXT))).toMatchObject({
      caseId: 'case_1',
      noticeId: 'ntc_1',
      delivery: { state, at: '2026-03-02T09:00:00.000Z' },
    });
  });

  it('says nothing while the text is on its way, nor of one that is no notice; what is none is thrown', () => {
    expect(readTextReceipt(receipt('TEXT_SUCCESSFUL', CONTEXT))).toBeUndefined();
    expect(readTextReceipt(receipt('TEXT_DELIVERED'))).toBeUndefined();
    expect(() => readTextReceipt('nonsense')).toThrow();
  });
});

describe('a webhook', () => {
  // Test vector of the Standard Webhooks libraries (github.com/standard-webhooks/standard-webhooks).
  const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signed = (secrets: string[]) =>
    signWebhook('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}', secrets);

  it('is signed as the specification says, by each secret that is valid', () => {
    const one = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    expect(signed([SECRET])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': one,
    });
    const both = signed(['whsec_b3RoZXIgc2VjcmV0IG9mIDI0IGJ5dGVz', SECRET])['webhook-signature'].split(' ');
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(one);
  });
});

describe('an endpoint that fails', () => {
  const NOW = Date.parse('2026-03-02T21:00:00Z');
  const since = (hours: number) => NOW - hours * 3_600_000;
  it.each([
    ['the first time is asked again soon', 1, 0, false, { do: 'wait', milliseconds: 5_000 }],
    ['again is asked later', 3, 0.1, false, { do: 'wait', milliseconds: 120_000 }],
    ['for hours is asked each quarter of an hour', 40, 11, false, { do: 'wait', milliseconds: 900_000 }],
    ['for half a day is left alone for a day', 60, 12, false, { do: 'leave-alone', until: NOW + 86_400_000 }],
    ['twice in half a day had nothing to take in between', 2, 12, false, { do: 'wait', milliseconds: 30_000 }],
    ['and says that it is gone is left alone at once', 1, 0, true, { do: 'leave-alone', until: NOW + 86_400_000 }],
  ])('%s', (_title, failures, hours, isGone, verdict) => {
    expect(judgeEndpoint({ failures, failingSince: since(hours) }, isGone, NOW)).toEqual(verdict);
  });
});
