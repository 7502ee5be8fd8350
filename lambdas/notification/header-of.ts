/** A header by its name in small letters, however it was written; empty where there is none. */
export function headerOf(
  { headers }: { readonly headers: Readonly<Record<string, string | undefined>> },
  wanted: string,
): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}
