import { Parser } from 'htmlparser2';

const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'select']);
const IN_LINE = new Set(['a', 'abbr', 'b', 'em', 'font', 'i', 'img', 'mark', 'small', 'span', 'strong', 'sup', 'u']);

/** The words of a page, a block on each line. What is not shown (styles, scripts, comments) is left out; a page cut off anywhere is read as far as it goes. */
export function textOfHtml(html: string): string {
  const words: string[] = [];
  let unseen = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (UNSEEN.has(name)) unseen += 1;
      else if (name === 'body') unseen = 0;
      if (!IN_LINE.has(name)) words.push('\n');
    },
    onclosetag: (name) => {
      if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1);
      if (!IN_LINE.has(name)) words.push('\n');
    },
    ontext: (text) => {
      if (unseen === 0) words.push(text.replace(/[\r\n]/g, ' '));
    },
  });
  parser.end(html);
  return words.join('');
}
