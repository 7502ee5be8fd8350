import type { Mail } from './mail.ts';
import { escapeHtml, htmlPage, readableTime, timeCell } from './page.ts';

/** All mails, newest first, each numbered from 1 in the order of arrival. */
export function mailsPage(mails: readonly Mail[]): Response {
  const rows = mails
    .map(
      ({ at, from, to, subject }, index) =>
        `<tr>${timeCell(at)}<td>${escapeHtml(from)}</td><td>${escapeHtml(to.join(', '))}</td><td><a href="mail/${index + 1}">${escapeHtml(subject === '' ? '(no subject)' : subject)}</a></td></tr>`,
    )
    .reverse();
  const table = `<table><tr><th>Time (UTC)</th><th>From</th><th>To</th><th>Subject</th></tr>${rows.join('')}</table>`;
  return htmlPage('Mailbox', rows.length === 0 ? '<p>No mail yet.</p>' : table);
}

export function mailPage({ at, from, to, subject, text, html, replyTo: address }: Mail, canReply = false): Response {
  const meta = `from ${escapeHtml(from)} to ${escapeHtml(to.join(', '))}, ${readableTime(at)} UTC`;
  return htmlPage(
    subject,
    `<p><a href="../">All mails</a></p><p class="meta">${meta}</p>${canReply ? replyForm(to[0], address) : ''}${framed(html)}<h2>As text</h2><pre>${escapeHtml(text)}</pre>`,
    // The frame has the page's policy; what a mail's links open goes on without it.
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
  );
}

function replyForm(reader: string | undefined, address: string | undefined): string {
  if (reader === undefined || address === undefined || address === '') return '';
  return `<form method="post"><input name="words" size="40" value="ack" required aria-label="Reply"><button class="button">Reply as ${escapeHtml(reader)}</button></form>`;
}

/** What the program of its reader sends for an answer, with what it quotes below. */
export function replyTo({ to, subject, replyTo: address = '', text }: Mail, words: string) {
  const [from = ''] = to;
  const quoted = text.split('\n').map((line) => `> ${line}`);
  const head = [
    `From: ${from}`,
    `To: ${address}`,
    `Subject: Re: ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
  ];
  const raw = [...head, '', words, '', 'On that day Fairlead wrote:', ...quoted].join('\r\n');
  return { from, to: address, raw: new TextEncoder().encode(raw) };
}

export function repliedPage({ subject, replyTo: address = '' }: Mail, wasTaken: boolean): Response {
  const words = wasTaken
    ? 'Your reply was taken in. What came of it is a mail to you, and a line of the terminal.'
    : `Nobody takes mail for ${address}.`;
  return htmlPage(`Re: ${subject}`, `<p>${escapeHtml(words)}</p><p><a href="../">All mails</a></p>`);
}

/** The mail's HTML, without scripts and away from this page; its links open a window of their own. */
function framed(html: string): string {
  if (html === '') return '<p class="meta">This mail has no HTML.</p>';
  const base = '<base target="_blank">';
  const document = /<head(\s[^>]*)?>/i.test(html)
    ? html.replace(/<head(\s[^>]*)?>/i, (head) => head + base)
    : base + html;
  return `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(document)}"></iframe>`;
}
