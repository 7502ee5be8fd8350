import { codeOfKind } from '../parcel/kinds.ts';
import type { ParcelCode } from '../parcel/kinds.ts';
import { meaningInWords } from '../parcel/words.ts';
import { progressPhrases, troublePhrases } from './notice-phrases.ts';
import type { NoticeKind } from './notice-phrases.ts';
import { isOnlyPossible, plainWords, sentencesOf } from './sentences.ts';

export interface Notice {
  readonly kind: NoticeKind;
  readonly code: ParcelCode;
  /** The sentences that say it. */
  readonly said: string;
  /** With the next ones, which say when. */
  readonly around: string;
}

/** What a notice is about stands in its first sentences; further down is what might be, how to change it, and law. */
const MOST_SENTENCES = 12;
const NOT_SO =
  /\b(not?|no longer|never|without|avoid|prevent|nicht|kein\w*|ohne|jamais|sans|sin|senza|nunca|zonder|bez|nie) (been |be |any |eine |de |un )?(delay|late|damaged|lost|verspat|verzoger|retard|retras|ritard|vertrag|opozn)/;

/** A subject that some carriers put over whatever they tell: what it tells stands below. */
const OF_ANY = /^(\w+ ){0,3}(ship(ment|ping)?|tracking|delivery) (notification|update|status)( ?[:,#-].*| \d.*)?$/;

/**
 * What a carrier's notice says. Its subject decides, as the body speaks of what might have been ("if we miss you ..."); only where the subject tells nothing do the first sentences
 * count that state something. Undefined where it has no shape that we know.
 */
export function readNotice(subject: string, text: string): Notice | undefined {
  const sentences = sentencesOf(text).slice(0, MOST_SENTENCES * 2);
  const stating = sentences.filter((each) => !isOnlyPossible(plainWords(each))).slice(0, MOST_SENTENCES);
  const bySubject = kindOf(subject);
  const isHeading = OF_ANY.test(plainWords(subject));
  if (bySubject !== undefined && !isHeading) return noticeOf(bySubject, [subject, ...stating]);
  for (const phrases of isHeading ? [troublePhrases] : [troublePhrases, progressPhrases]) {
    const at = stating.findIndex((each) => kindIn(phrases, plainWords(each)) !== undefined);
    const kind = at < 0 ? undefined : kindIn(phrases, plainWords(stating[at] ?? ''));
    if (kind !== undefined) return noticeOf(kind, stating.slice(at));
  }
  return bySubject === undefined ? undefined : noticeOf(bySubject, [subject, ...stating]);
}

function kindOf(subject: string): NoticeKind | undefined {
  const words = plainWords(subject);
  return (words.endsWith('?') ? undefined : kindIn(troublePhrases, words)) ?? kindIn(progressPhrases, words);
}

function kindIn(phrases: typeof troublePhrases, words: string): NoticeKind | undefined {
  if (phrases === troublePhrases && NOT_SO.test(words)) return undefined;
  return phrases.find(([, pattern]) => pattern.test(words))?.[0];
}

/** Where a carrier only says that there is an exception, its next sentences say which; where they do not, its promise is in danger, as it says by the word. */
function noticeOf(kind: NoticeKind, sentences: readonly string[]): Notice {
  const said = sentences.slice(0, 3).join(' ').slice(0, 500);
  const around = sentences.slice(0, 6).join(' ').slice(0, 1500);
  if (kind !== 'exception') return { kind, code: codeOfKind(kind, said), said, around };
  const meant = meaningInWords(sentences.slice(0, 3).join(' '));
  if (meant?.trouble !== undefined) return { kind, code: meant, said, around };
  const named = sentences.slice(0, 3).flatMap((each) => {
    const found = kindIn(troublePhrases, plainWords(each));
    return found === undefined || found === 'exception' ? [] : [found];
  });
  return { kind, code: codeOfKind(named[0] ?? 'delayed', said), said, around };
}
