import { wideEncoding } from '../wide-encoding.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Learns the encoding of a text while its bytes pass: byte order marks, UTF-16 by its zeros, UTF-8 where all of it is that, else Windows-1252, which is Latin-1 with more letters. */
export function encodingFinder(): { readonly see: (bytes: Uint8Array) => void; readonly found: () => Encoding } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let wide: Encoding | undefined;
  let isUtf8 = true;
  let isFirst = true;
  const check = (bytes?: Uint8Array): void => {
    if (!isUtf8) return;
    try {
      if (bytes === undefined) decoder.decode();
      else decoder.decode(bytes, { stream: true });
    } catch {
      isUtf8 = false;
    }
  };
  return {
    see: (bytes) => {
      if (isFirst) wide = wideEncoding(bytes);
      isFirst = false;
      check(bytes);
    },
    found: () => {
      check();
      return wide ?? (isUtf8 ? 'utf-8' : 'windows-1252');
    },
  };
}

export function decoderOf(encoding: Encoding): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder(encoding);
  return (bytes) => (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
}

/** All of a text at once. A byte order mark is no part of it. */
export function decodeAll(bytes: Uint8Array): string {
  const finder = encodingFinder();
  finder.see(bytes);
  return new TextDecoder(finder.found()).decode(bytes);
}
