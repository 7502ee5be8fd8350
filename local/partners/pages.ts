import type { Mail } from './mailbox.ts';
import type { SlackMessage } from './slack.ts';
import type { SeenRequest } from './types.ts';

/** Pages by which a person looks at what the partners got. Everything that came from outside is escaped. */
export function escape(text: unknown): string {
  return String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><style>:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:52rem;padding:0 1rem}h1{font-size:1.25rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}.m{border:1px solid #8884;border-radius:.6rem;padding:.8rem 1.1rem;margin:0 0 1rem}.m h2{font-size:1.05rem;margin:.2rem 0 .5rem}.m p{margin:.45rem 0;white-space:pre-line}.meta{opacity:.65;font-size:.85rem}.b{display:inline-block;background:#007a5a;color:#fff;text-decoration:none;padding:.35rem .9rem;border-radius:.35rem;font-weight:600}iframe{width:100%;height:46rem;border:1px solid #8884;border-radius:.6rem;background:#fff}pre{white-space:pre-wrap}</style></head><body><h1>${escape(title)}</h1>${body}</body></html>`;
}

const time = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

export function requestsPage(title: string, requests: readonly SeenRequest[]): string {
  const rows = [...requests]
    .reverse()
    .slice(0, 50)
    .map(
      ({ at, method, path, status }) =>
        `<tr><td>${time(at)}</td><td>${escape(method)}</td><td>${escape(path)}</td><td>${status === 0 ? 'refused' : String(status)}</td></tr>`,
    );
  return page(
    `${title}: what it was asked`,
    rows.length === 0
      ? '<p>Nothing yet.</p>'
      : `<table><tr><th>Time (UTC)</th><th></th><th>Path</th><th>Answer</th></tr>${rows.join('')}</table>`,
  );
}

/** Slack's mrkdwn as far as messages use it: bold, links, line ends. The text is escaped by its sender; here again, but for what Slack escapes. */
function mrkdwn(text: unknown): string {
  const plain = String(text ?? '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return escape(plain).replaceAll(/\*([^*\n]+)\*/g, '<b>$1</b>');
}

function block(value: any): string {
  switch (value.type) {
    case 'header':
      return `<h2>${escape(value.text?.text)}</h2>`;
    case 'section':
      return `<p>${mrkdwn(value.text?.text)}</p>`;
    case 'context':
      return `<p class="meta">${(value.elements ?? []).map((element: any) => mrkdwn(element.text)).join(' ')}</p>`;
    case 'actions':
      return `<p>${(value.elements ?? []).map((element: any) => `<a class="b" href="${escape(element.url)}">${escape(element.text?.text)}</a>`).join(' ')}</p>`;
    case 'divider':
      return '<hr>';
    default:
      return '';
  }
}

export function slackPage(messages: readonly SlackMessage[]): string {
  const items = [...messages]
    .reverse()
    .map(
      (message) =>
        `<div class="m"><div class="meta">to ${escape(message.channel)} · ${time(message.at)} UTC</div>${message.blocks.length === 0 ? `<p>${mrkdwn(message.text)}</p>` : message.blocks.map(block).join('')}</div>`,
    );
  return page('Slack', items.length === 0 ? '<p>No messages yet.</p>' : items.join(''));
}

export function mailboxPage(mails: readonly Mail[], base: string): string {
  const rows = mails
    .map(
      (mail, index) =>
        `<tr><td>${time(mail.at)}</td><td>${escape(mail.to.join(', '))}</td><td><a href="${base}/mail/${String(index)}">${escape(mail.subject)}</a></td></tr>`,
    )
    .reverse();
  return page(
    'Mailbox',
    rows.length === 0
      ? '<p>No mail yet.</p>'
      : `<table><tr><th>Time (UTC)</th><th>To</th><th>Subject</th></tr>${rows.join('')}</table>`,
  );
}

export function mailPage(mail: Mail): string {
  return page(
    mail.subject,
    `<p class="meta">from ${escape(mail.from)} to ${escape(mail.to.join(', '))}, ${time(mail.at)} UTC</p><iframe sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" srcdoc="${escape(mail.html.replace('<head>', '<head><base target="_top">'))}"></iframe><h2>As text</h2><pre>${escape(mail.text)}</pre>`,
  );
}
