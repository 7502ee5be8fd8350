const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** `April 28, 2015` or `4/28/2015` as `2015-04-28`; anything else as it is. */
export function readEnglishDay(text: string): string {
  const [, name = '', day = '', year = ''] = /^([A-Za-z]+)\.? (\d{1,2}),? (\d{4})$/.exec(text.trim()) ?? [];
  const month = MONTHS.findIndex((each) => name !== '' && each.startsWith(name.toLowerCase().slice(0, 3)));
  if (month >= 0) return isoDay(year, String(month + 1), day);
  const [, inMonth = '', onDay = '', inYear = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  return inYear === '' ? text : isoDay(inYear, inMonth, onDay);
}

function isoDay(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `9:01 am` as `09:01`; a clock of 24 hours as it is, with two digits. */
export function readEnglishClock(text: string): string {
  const [, hour = '', rest = '', half = ''] =
    /^(\d{1,2})(:\d{2}(?::\d{2})?)\s*(am|pm|a\.m\.|p\.m\.)?$/i.exec(text.trim()) ?? [];
  if (hour === '') return text;
  if (half === '') return `${hour.padStart(2, '0')}${rest}`;
  const isAfternoon = half.toLowerCase().startsWith('p');
  return `${String((Number(hour) % 12) + (isAfternoon ? 12 : 0)).padStart(2, '0')}${rest}`;
}
