/** What somebody asks for in a reply, in words that a tired person types on a phone. */
export type Wish =
  | { readonly do: 'acknowledge'; readonly note?: string }
  | { readonly do: 'resolve'; readonly note?: string }
  | { readonly do: 'note'; readonly note: string }
  | { readonly do: 'nothing' };

/** As long as a note by the API may be. */
const MOST_NOTE = 2000;

/** "I have it" is what the button says: alone, or with more behind a mark. */
const ACKNOWLEDGES = /^(?:(?:ack|acknowledged?)(?![\p{L}\p{N}-])|I have it(?=\s*(?:[:.,!;-]|$)))[\s:.,!;-]*/iu;
/** "Resolved" alone, or with what was done behind a mark: "Resolved? Not yet" is a note. */
const RESOLVES = /^(?:resolve(?![\p{L}\p{N}?-])|resolved(?=\s*(?:[:.,!;-]|$)))[\s:.,!;-]*/iu;

/** The first word says what to do, and what follows is a note with it; where it says nothing of the kind, all of it is a note. */
export function readWish(text: string): Wish {
  const said = text.trim();
  if (said === '') return { do: 'nothing' };
  const acknowledges = ACKNOWLEDGES.exec(said);
  if (acknowledges !== null) return { do: 'acknowledge', ...noteIn(said.slice(acknowledges[0].length)) };
  const resolves = RESOLVES.exec(said);
  if (resolves !== null) return { do: 'resolve', ...noteIn(said.slice(resolves[0].length)) };
  return { do: 'note', note: said.slice(0, MOST_NOTE) };
}

function noteIn(rest: string): { readonly note?: string } {
  const note = rest.trim().slice(0, MOST_NOTE);
  return note === '' ? {} : { note };
}
