/** A line with an address that belongs to it: each channel shows the address in its own way. */
export interface Line {
  readonly said: string;
  /** Opened by what `label` says. */
  readonly url?: string;
  readonly label?: string;
}

/** Lines under a title. */
export interface Block {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** As text, where an address can only be written out. */
export function lineAsText({ said, url, label }: Line): string {
  const link = url === undefined ? '' : label === undefined ? url : `${label}: ${url}`;
  return [said, link].filter((part) => part !== '').join(' ');
}
