import type { Place, SubjectReference } from '../../../contracts/index.ts';
import { readLocal, readIsoTime } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { MRN_REGISTRY, referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

const MRN = /^\d{2}[A-Z]{2}[A-Z0-9]{13,14}$/;

/** A number of a declaration: one that customs gave is unique whoever reports it, one of the declarant is ours. */
export function declarationReference(value: string | undefined, sender: Sender): readonly SubjectReference[] {
  return referenceTo('declaration', value, MRN.test(value ?? '') ? MRN_REGISTRY : sender.issuer);
}

/** A customs office (`GB000060`) as a place: its first two letters are the country. */
export function placeOfOffice(office: string | undefined): Place | undefined {
  if (office === undefined) return undefined;
  return /^[A-Z]{2}[A-Z0-9]{6}$/.test(office) ? { code: office, country: office.slice(0, 2) } : { code: office };
}

/** Times as the European systems write them: ISO 8601 in phase 5, digits (`202012231446`, with or without century) before. */
export function readCustomsTime(text: string, place: Place | undefined, zone: string): SentTime | undefined {
  const [, years = '', month = '', day = '', hour = '', minute = '', second] =
    /^(\d{4}|\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(text) ?? [];
  if (years === '') return readIsoTime(text, place ?? {}, zone);
  const clock = hour === '' ? '' : [hour, minute, second ?? '00'].join(':');
  return readLocal(`${years.padStart(4, '20')}-${month}-${day}`, clock, undefined, place ?? {}, zone);
}

/** The first text of any of these elements, wherever in the message; the names in order of preference. */
export function firstText(message: XmlElement, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = elementsNamed(message, name).find(({ text }) => text !== '');
    if (found !== undefined) return found.text;
  }
  return undefined;
}

const MOST_REMARKS = 10;

/** What customs says in words or codes: the texts of elements of these groups, each group in one sentence. */
export function remarksIn(message: XmlElement, groups: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return elementsNamed(message, ...Object.keys(groups))
    .slice(0, MOST_REMARKS)
    .map((group) => (groups[group.name] ?? []).flatMap((name) => textAt(group, name) ?? []).join(' '))
    .filter((remark) => remark !== '')
    .map((remark) => `${remark.slice(0, 300)}.`);
}
