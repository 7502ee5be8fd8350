import { escapeHtml, htmlPage, timeCell } from './page.ts';
import type { SeenRequest } from './types.ts';

const SHOWN = 50;

/** What a system was asked, newest first. */
export function requestsPage(name: string, requests: readonly SeenRequest[]): Response {
  const rows = requests
    .slice(-SHOWN)
    .reverse()
    .map(
      ({ at, method, path, status }) =>
        `<tr>${timeCell(at)}<td>${escapeHtml(method)}</td><td>${escapeHtml(path)}</td><td>${status === 0 ? 'broken off' : status}</td></tr>`,
    );
  const table = `<table><tr><th>Time (UTC)</th><th>Method</th><th>Path</th><th>Answer</th></tr>${rows.join('')}</table>`;
  return htmlPage(`${name}: what it was asked`, rows.length === 0 ? '<p>Nothing yet.</p>' : table);
}
