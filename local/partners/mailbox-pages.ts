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

export function mailPage({ at, from, to, subject, text, html }: Mail): Response {
  const meta = `from ${escapeHtml(from)} to ${escapeHtml(to.join(', '))}, ${readableTime(at)} UTC`;
  return htmlPage(
    subject,
    `<p><a href="../">All mails</a></p><p class="meta">${meta}</p>${framed(html)}<h2>As text</h2><pre>${escapeHtml(text)}</pre>`,
    // The frame has the page's policy; what a mail's links open goes on without it.
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'",
  );
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
