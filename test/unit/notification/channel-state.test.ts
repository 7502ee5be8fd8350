import type { Context, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Person } from '../../../lambdas/contracts/index.ts';
import { endpointStates } from '../../../lambdas/notification/adapters/endpoint-state.dynamo.ts';
import { answerAct } from '../../../lambdas/notification/adapters/answer-act.ts';
import { answerClick } from '../../../lambdas/notification/adapters/answer-click.ts';
import { findReplier, performReply } from '../../../lambdas/notification/adapters/perform-reply.ts';
import { smsCodes } from '../../../lambdas/notification/adapters/sms-codes.dynamo.ts';
import { clickRefusals } from '../../../lambdas/notification/answer-to-click.ts';
import {
  slackActions,
  slackReplies,
  writeButtonValue,
  writeReplyValue,
} from '../../../lambdas/notification/slack-actions.ts';
import { applyActs, performCommand } from '../../../lambdas/case/index.ts';
import { readWish } from '../../../lambdas/notification/read-wish.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { by, opened, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const NUMBER = '+15550100';
const AT = '2026-03-02T08:00:00.000Z';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores(AT);
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a code stands for one case at a number: the same each time, and another one where another case has it', async () => {
  const codes = smsCodes('reference');
  const first = await codes.give(NUMBER, 'case-1', 'maria', 'secret');
  expect(await codes.give(NUMBER, 'case-1', 'maria', 'secret')).toBe(first);
  const { Items } = await fixture.raw('Scan', { TableName: 'reference' });
  const [item] = Items;
  await fixture.raw('PutItem', { TableName: 'reference', Item: { ...item, caseId: { S: 'case-2' } } });
  const other = await codes.give(NUMBER, 'case-1', 'maria', 'secret');
  expect(other).not.toBe(first);
  expect(await codes.find(NUMBER, first)).toMatchObject({ caseId: 'case-2' });
  expect(await codes.find(NUMBER, other)).toMatchObject({ caseId: 'case-1' });
});

test('a code of another case is free again when nobody can answer by it any more', async () => {
  const codes = smsCodes('reference');
  const first = await codes.give(NUMBER, 'case-1', 'maria', 'secret');
  const { Items } = await fixture.raw('Scan', { TableName: 'reference' });
  await fixture.raw('PutItem', { TableName: 'reference', Item: { ...Items[0], caseId: { S: 'case-2' } } });
  fixture.setTime('2026-03-16T08:00:00.001Z');
  expect(await codes.give(NUMBER, 'case-1', 'maria', 'secret')).toBe(first);
});

test('an endpoint fails since its first failure, and each one counts; what it takes ends that', async () => {
  const states = endpointStates('reference');
  await states.failed('wms');
  fixture.setTime('2026-03-02T09:00:00.000Z');
  expect(await states.failed('wms')).toEqual({ failures: 2, failingSince: Date.parse(AT) });
  await states.took('wms');
  expect(await states.read('wms')).toBeUndefined();
});

/** A case that lives by the pack of its day, and a pack that holds since in which the person is not any more. */
async function outlived(): Promise<{ readonly caseId: string; readonly person: Person }> {
  const pack = defaultPack();
  const person = pack.people.find(({ phone }) => phone !== undefined)!;
  const policyVersion = await publishPack(pack);
  const seed = openCase({ version: 0, chainHash: '0'.repeat(64), policyVersion });
  const { after, entries } = applyActs(seed, [by(opened)], { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  await fixture.store.commit({ after, entries });
  return { caseId: after.id, person };
}
const findBy = ({ caseId, person }: Awaited<ReturnType<typeof outlived>>) =>
  findReplier({ cases: fixture.store, packs: createPackStore('reference') }, caseId, ({ id }) => id === person.id);

test('whoever has left acts on nothing, however long their case has lived', async () => {
  const here = await outlived();
  expect(await findBy(here)).toMatchObject({ person: { id: here.person.id } });
  const pack = defaultPack();
  await publishPack({ ...pack, people: pack.people.filter(({ id }) => id !== here.person.id) });
  expect(await findBy(here)).toBe('unknownPerson');
});

test('nor by a button in Slack: their account is that of nobody here, also on messages of a case of older days', async () => {
  const { caseId, person } = await outlived();
  const pack = defaultPack();
  await publishPack({ ...pack, people: pack.people.filter(({ id }) => id !== person.id) });
  const stores = { cases: fixture.store, packs: createPackStore('reference') };
  const noticeId = 'ntc_00000000000000000000000000000001';
  const proposal = { caseId, actionId: `act_${'0'.repeat(32)}`, digest: 'f'.repeat(64) };
  const buttons = [
    ...Object.keys(slackActions).map((action) => ({ action, value: writeButtonValue({ caseId, noticeId }) })),
    ...Object.keys(slackReplies).map((action) => ({ action, value: writeReplyValue(proposal) })),
  ];
  expect(buttons.length).toBeGreaterThan(2);
  for (const button of buttons)
    expect([
      button.action,
      await answerClick(
        stores,
        { ...button, slackUser: person.slackId ?? '', responseUrl: undefined },
        { requestId: 'r', traceparent: TRACEPARENT },
      ),
    ]).toEqual([button.action, { outcome: 'unknown_person', caseId, tell: clickRefusals.unknownPerson }]);
  expect(await fixture.store.load(caseId)).not.toHaveProperty('acknowledgedBy');
});

test('who was not the first is told who has it or has ended it, and what they have written is kept, once', async () => {
  const { caseId, person } = await outlived();
  const stores = { cases: fixture.store, packs: createPackStore('reference') };
  const other = defaultPack().people.find(({ id }) => id !== person.id)!;
  const reply = async (by: Person, text: string, replyId: string) => {
    const replier = await findReplier(stores, caseId, ({ id }) => id === by.id);
    if (typeof replier === 'string') throw new Error(replier);
    return performReply(stores, replier, readWish(text), { via: 'email', replyId, traceparent: TRACEPARENT });
  };
  const notes = async () =>
    (await fixture.store.journal(caseId)).flatMap(({ happening, personal }) =>
      happening.what === 'NoteAdded' ? [personal?.['text']?.value] : [],
    );
  expect((await reply(person, 'ack', 'one')).tell).toContain('you have it. Nobody else is called');
  const late = await reply(other, 'Ack, on my way', 'two');
  expect(late.tell).toMatch(new RegExp(`${person.name} has it .* What you have written is in the record`));
  expect(late.tell).not.toContain('you have it');
  expect(await notes()).toEqual(['on my way']);

  await reply(person, 'resolve: delivered', 'three');
  const after = await reply(other, 'resolve: signed by Mrs Example', 'four');
  expect(after).toMatchObject({ outcome: 'changed', tell: expect.stringContaining(`${person.name} has resolved it`) });
  expect(await reply(other, 'resolve: signed by Mrs Example', 'four')).toMatchObject({ outcome: 'unchanged' });
  expect(await reply(person, 'resolve: delivered', 'three')).toMatchObject({ outcome: 'replayed' });
  expect(await notes()).toEqual(['on my way', 'signed by Mrs Example']);
});

test('a link that was used does nothing any more when the case has gone on without its reader; what a page shows later is a link of its own', async () => {
  const { caseId, person } = await outlived();
  const stores = { cases: fixture.store, packs: createPackStore('reference') };
  const [lead, third] = defaultPack().people.filter(({ id }) => id !== person.id);
  const claim = { caseId, noticeId: 'ntc_1', person: person.id, act: 'acknowledge', expires: 1 } as const;
  const press = (changes: { readonly asOf?: number } = {}) =>
    answerAct(stores, { ...claim, ...changes }, { requestId: 'r', traceparent: TRACEPARENT }, new URLSearchParams());
  const told = async (answer: ReturnType<typeof press>) => {
    const { status, page } = await answer;
    return `${String(status)} ${page.title}`;
  };
  expect(await told(press())).toBe('200 You have it');
  expect(await told(press())).toBe('200 It is taken');
  const given = await performCommand(
    stores,
    { caseId, actor: { kind: 'person', id: lead!.id }, requestId: 'given', traceparent: TRACEPARENT },
    { kind: 'assign', via: 'api', team: 'operations', person: third!.id, reason: 'She knows them.' },
  );
  expect(given).toMatchObject({ outcome: 'changed' });
  const before = await fixture.store.load(caseId);
  expect(before).not.toHaveProperty('acknowledgedBy');
  expect(await told(press())).toBe('410 This link was used already');
  expect(await fixture.store.load(caseId)).toEqual(before);
  expect(await told(press({ asOf: before?.version ?? 0 }))).toBe('200 You have it');
});

test('a text of a stranger is not answered; one of our own without a code is', async () => {
  const { person } = await outlived();
  const names = { CASES_TABLE: 'cases', REFERENCE_TABLE: 'reference', SMS_NUMBER: '+1555', SMS_CONFIGURATION_SET: 'c' };
  for (const [name, value] of Object.entries(names)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const sent: string[] = [];
  fixture.answer(({ input }) => ({ MessageId: String(sent.push(input.DestinationPhoneNumber)) }));
  const { handler } = await import('../../../lambdas/notification/take-sms-reply.handler.ts');
  for (const number of ['+15550199', person.phone])
    await handler(
      {
        Records: [
          {
            messageId: number,
            body: JSON.stringify({ originationNumber: number, messageBody: 'who is this', inboundMessageId: number }),
          },
        ],
      } as SQSEvent,
      { awsRequestId: 'r' } as Context,
    );
  expect(sent).toEqual([person.phone]);
});
