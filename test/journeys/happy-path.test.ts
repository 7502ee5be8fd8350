import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { openWorld, PEOPLE } from '../support/world.ts';

test('a failed delivery becomes a case, its owner is called, takes it and solves it', async () => {
  const world = await openWorld();
  const answer = await world.postEdi(edi214());
  expect(answer.text).toContain('sig_');
  expect(answer.status).toBe(202);
  await world.advance(5_000);
  console.log(world.events.filter((e) => !['apigateway.access', 'lambda.invoked', 'lambda.log'].includes(e.kind)).slice(0, 30));
  console.log(world.events.filter((e) => e.kind === 'lambda.log').map((e) => String(e.function).slice(-30) + ' ' + String(e.line)).filter((l) => /ERROR|WARN|rror/.test(l)).slice(0, 20));
  console.log(world.told, await world.cases());
  expect(PEOPLE).toBeDefined();
});
