/* Pages by which a person looks at what the partners got. Everything that came from outside is escaped. */

const STYLE = `:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:54rem;padding:0 1rem}
h1{font-size:1.25rem}h2{font-size:1.05rem;margin:.2rem 0 .5rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}
td.time{white-space:nowrap}
.message{border:1px solid #8884;border-radius:.6rem;padding:.8rem 1.1rem;margin:0 0 1rem;overflow-wrap:anywhere}
.message p{margin:.45rem 0}.message ul{list-style:none;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:.4rem 1rem}
.meta{opacity:.7;font-size:.85rem}
form{margin:.6rem 0;display:flex;gap:.8rem;align-items:center}
input{font:inherit;padding:.1rem .3rem}
.whisper{border-left:3px solid #8886;padding:.1rem .8rem;margin:.6rem 0;background:#8881}.warning{color:#c01343}
.button{font:inherit;cursor:pointer;background:none;display:inline-block;border:1px solid #8888;color:inherit;text-decoration:none;padding:.35rem .9rem;border-radius:.35rem;font-weight:600}
.button.primary{background:#007a5a;border-color:#007a5a;color:#fff}.button.danger{background:#c01343;border-color:#c01343;color:#fff}
code{background:#8882;border-radius:.25rem;padding:.1rem .25rem}
iframe{width:100%;height:46rem;border:1px solid #8884;border-radius:.6rem;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere}`;

/** Nothing is loaded and no script runs, whatever a message contains. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function escapeHtml(text: unknown): string {
  const plain = typeof text === 'string' || typeof text === 'number' ? String(text) : '';
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** An address that a link may lead to; anything that could run in the page is none. */
export function safeUrl(url: unknown): string | undefined {
  return typeof url === 'string' && /^(https?:\/\/|mailto:)/i.test(url) ? url : undefined;
}

export function timeCell(at: number): string {
  return `<td class="time">${readableTime(at)}</td>`;
}

export function readableTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `body` is HTML already. */
export function htmlPage(title: string, body: string, policy = POLICY): Response {
  const text = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
  };
  return new Response(text, { headers });
}
