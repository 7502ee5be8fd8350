import { until } from './wait.ts';

interface Heard {
  readonly channel: 'mail' | 'slack';
  readonly serial: number;
  /** Of `preciseNow`. */
  readonly at: number;
  /** Which notice it is: the same twice is one message too many. */
  readonly notice: string;
  readonly text: string;
  /** It says itself that it may have come before. */
  readonly marked: boolean;
}

interface Case {
  readonly firstAt: number;
  /** Only where somebody will look for the link in it. */
  mail: string | undefined;
  mails: number;
  slacks: number;
}

/** What reached owners, by the serial number of the case. */
export interface Told {
  hear(heard: Heard): void;
  firstAt(serial: number): number | undefined;
  mailOf(serial: number): string | undefined;
  /** Keeps the text of the first mail about this case when it comes. */
  keepMail(serial: number): void;
  /** Messages that came twice and said so: their outcome could not be recorded in time, and silence would be worse. */
  readonly repeats: number;
  /** Waits until each of these cases was told by each channel; throws where some stay silent, or when something was said twice as if it were new. */
  settled(first: number, count: number): Promise<void>;
}

export function createTold(): Told {
  const cases = new Map<number, Case>();
  const notices = new Set<string>();
  const kept = new Set<number>();
  let repeats = 0;
  let doubles = 0;
  const isTold = (serial: number): boolean => {
    const { mails = 0, slacks = 0 } = cases.get(serial) ?? {};
    return mails > 0 && slacks > 0;
  };
  return {
    hear: ({ channel, serial, at, notice, text, marked }) => {
      const named = `${channel} ${notice}`;
      if (notices.has(named)) {
        if (marked) repeats += 1;
        else doubles += 1;
      }
      notices.add(named);
      const told = cases.get(serial) ?? { firstAt: at, mail: undefined, mails: 0, slacks: 0 };
      if (channel === 'mail') {
        told.mails += 1;
        if (kept.has(serial)) told.mail ??= text;
      } else told.slacks += 1;
      cases.set(serial, told);
    },
    get repeats() {
      return repeats;
    },
    firstAt: (serial) => cases.get(serial)?.firstAt,
    mailOf: (serial) => cases.get(serial)?.mail,
    keepMail: (serial) => void kept.add(serial),
    settled: async (first, count) => {
      let next = first;
      await until(
        () => {
          while (next < first + count && isTold(next)) next += 1;
          return next === first + count ? true : undefined;
        },
        () => cases.size + next,
      );
      if (doubles > 0) throw new Error(`${String(doubles)} messages were sent twice and did not say so`);
    },
  };
}
