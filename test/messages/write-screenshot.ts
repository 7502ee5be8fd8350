import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** A browser that can draw without a window, if this machine has one. */
export function findBrowser(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Draws a page as a picture of the given size. It loads nothing from anywhere. */
export async function writeScreenshot(
  browser: string,
  html: string,
  to: string,
  [width, height]: readonly [number, number],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-page-'));
  const page = join(folder, 'page.html');
  writeFileSync(page, html);
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ];
  try {
    await promisify(execFile)(browser, [
      ...flags,
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${String(width)},${String(height)}`,
      `--screenshot=${to}`,
      pathToFileURL(page).href,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
