import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { linkIn, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('no secret, no token, no address and nothing that people wrote is in a log', async () => {
  const world = await openWorld();
  world.partners.erp.behave('fails');
  await world.postEdi(edi214());
  await world.postEdi('ISA*00*not an interchange of HARBOR POINT CLINIC');
  await world.postEdi(edi214(), { secret: 'a wrong secret' });
  await world.advance(2 * MINUTE);
  const link = linkIn(world.told.find(({ channel }) => channel === 'email')?.mail?.text ?? '');
  await world.clickSlack(world.partners.slack.messages[0], 'acknowledge', 'U0STRANGER');
  await world.request('GET', link);
  await world.request('POST', link);
  const { id } = await theCase(world);
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/notes`, { text: 'Spoke to Mrs Example on 555-0100.' });
  await world
    .as(PEOPLE.lead.email)
    .post(`/v1/cases/${id}/resolve`, { resolution: 'solved', note: 'She will be there at noon.' });
  await world.advance(2 * MINUTE);

  const lines = world.events
    .filter(({ kind }) => kind === 'lambda.log' || kind === 'apigateway.access')
    .map((event) => JSON.stringify(event));
  // It is the log that was looked at, and it tells what happened.
  expect(lines.join('\n')).toContain('signal.taken_in');
  expect(lines.join('\n')).toContain('notice.outcome');
  expect(lines.join('\n')).toContain('slack.answered');
  const secrets = [
    world.source.secret,
    world.source.path.split('/').at(-1) ?? '',
    link.split('/').at(-1) ?? '',
    'xoxb-test',
    'U0STRANGER',
    'topsecret',
  ];
  const personal = [
    '@example.com',
    'Okafor',
    'Duarte',
    'HARBOR POINT',
    'Mrs Example',
    '555-0100',
    'at noon',
    'Duluth',
    'DULUTH',
  ];
  for (const hidden of [...secrets, ...personal]) {
    expect(
      lines.find((line) => line.includes(hidden)),
      hidden,
    ).toBeUndefined();
  }
});
