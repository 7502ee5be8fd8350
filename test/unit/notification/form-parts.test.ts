import { describe, expect, test } from 'vitest';
import { readFormParts } from '../../../lambdas/notification/read-form-parts.ts';

/** As browsers send it: what `fetch` makes of a form. */
async function sent(form: FormData): Promise<readonly [Buffer, string]> {
  const response = new Response(form);
  const type = response.headers.get('content-type') ?? '';
  return [Buffer.from(await response.arrayBuffer()), type];
}

describe('a form', () => {
  test('with a file gives texts and bytes as they were', async () => {
    const form = new FormData();
    const bytes = Uint8Array.from({ length: 1000 }, (_, n) => n % 256);
    form.append('note', 'Straße\r\n--two lines');
    form.append('document', new Blob([bytes]), 'name="note".pdf');
    const read = readFormParts(...(await sent(form)));
    expect(read?.text('note')).toBe('Straße\r\n--two lines');
    expect(read?.file('document')?.bytes).toEqual(Buffer.from(bytes));
    // A file is no text, and a text no file.
    expect([read?.text('document'), read?.file('note'), read?.text('other')]).toEqual(['', undefined, '']);
  });

  test('without a file may be one part', () => {
    const read = readFormParts(Buffer.from('note=a+b&x='), 'application/x-www-form-urlencoded; charset=utf-8');
    expect([read?.text('note'), read?.text('x')]).toEqual(['a b', '']);
  });

  test.each([
    ['of another type', 'note=x', 'text/plain'],
    ['without a boundary', '--x--', 'multipart/form-data'],
    ['that does not begin', 'nothing', 'multipart/form-data; boundary=x'],
    [
      'that ends in the middle',
      '--x\r\ncontent-disposition: form-data; name="note"\r\n\r\nabc',
      'multipart/form-data; boundary=x',
    ],
    [
      'with a part without a name',
      '--x\r\ncontent-disposition: form-data\r\n\r\nabc\r\n--x--',
      'multipart/form-data; boundary=x',
    ],
    ['with a part without a head', '--x\r\nabc\r\n--x--', 'multipart/form-data; boundary=x'],
    [
      'of countless parts',
      `${'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(50)}--x--`,
      'multipart/form-data; boundary=x',
    ],
  ])('%s is none', (_what, body, type) => {
    expect(readFormParts(Buffer.from(body), type)).toBeUndefined();
  });
});
