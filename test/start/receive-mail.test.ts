import { expect, test } from 'vitest';
import { listenForMail } from '../../bin/start/receive-mail.ts';
import type { IncomingMail } from '../../local/services/sesv2/index.ts';

test('a posted mail is received as SES would, with what the query says about its sender', async () => {
  const received: IncomingMail[] = [];
  const { port, close } = await listenForMail((mail) => {
    received.push(mail);
    return Promise.resolve(mail.to[0]?.endsWith('@in.example.com') === true ? 'message-1' : undefined);
  }, 0);
  try {
    const post = async (query: string) => {
      const answer = await fetch(`http://127.0.0.1:${String(port)}/?${query}`, { method: 'POST', body: 'Subject: x' });
      return [answer.status, await answer.text()] as const;
    };
    expect(await post('to=desk@in.example.com&dmarc=PASS')).toEqual([202, 'Received as message-1.\n']);
    expect(received).toMatchObject([
      { from: 'somebody@example.com', to: ['desk@in.example.com'], found: { dmarc: 'PASS' } },
    ]);
    expect(Buffer.from(received[0]?.raw ?? '').toString()).toBe('Subject: x');
    expect((await post('to=desk@elsewhere.example.com'))[0]).toBe(550);
    for (const query of ['', 'to=nobody', 'to=a@in.example.com&dmarc=MAYBE', 'to=a@in.example.com&x=1'])
      expect((await post(query))[0], query).toBe(400);
  } finally {
    close();
  }
});
