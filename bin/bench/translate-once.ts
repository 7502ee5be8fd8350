import { translatorOf } from '../../lambdas/inbound/formats/index.ts';
import type { Payload, Translation } from '../../lambdas/inbound/formats/translator.ts';
import { interchanges, payloadOf } from './interchanges.ts';
import type { Interchange } from './interchanges.ts';

/** How the sizes of a measured payload and of one that memory is measured with come about. */
const ITEMS = 2_000;
const TEN_MEGABYTES = 10 * 1024 * 1024;
const WARM_UP_MS = 700;
const MEASURED_MS = 2_000;

const [, , index = '', what = ''] = process.argv;
const interchange = interchanges[Number(index)];
if (interchange === undefined) throw new Error(`There is no interchange ${index}.`);
process.stdout.write(JSON.stringify(what === 'memory' ? memoryOf(interchange) : speedOf(interchange)));

function speedOf(one: Interchange): object {
  const items = Math.min(ITEMS, one.most ?? ITEMS);
  const payload = payloadOf(one, items);
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  for (const end = cpuMs() + WARM_UP_MS; cpuMs() < end;) translated(one, payload, items);
  const start = cpuMs();
  let times = 0;
  for (; cpuMs() < start + MEASURED_MS; times += 1) translated(one, payload, items);
  const seconds = (cpuMs() - start) / 1000;
  return {
    perSecond: (times * items) / seconds,
    megabytesPerSecond: (times * payload.bytes.length) / seconds / 1024 / 1024,
  };
}

function memoryOf(one: Interchange): object {
  const sizeOfOne = one.make(1_000).length / 1_000;
  const items = Math.min(Math.ceil(TEN_MEGABYTES / sizeOfOne), one.most ?? Infinity);
  translated(one, payloadOf(one, items), items);
  return { memoryMb: process.resourceUsage().maxRSS / 1024 };
}

/** A translator that is fast because it reads half of it is none. */
function translated({ format, mapping }: Interchange, payload: Payload, items: number): Translation {
  const translate = translatorOf(format);
  if (translate === undefined) throw new Error(`There is no translator of ${format}.`);
  const sender = {
    sourceId: 'bench',
    issuer: 'bench',
    zone: 'Etc/UTC',
    receivedAt: '2026-03-02T08:00:00.000Z',
    ...(mapping === undefined ? {} : { mapping }),
  };
  const translation = translate(payload, sender);
  const { drafts, rejections } = translation;
  if (rejections.length > 0 || drafts.length !== items || !drafts.some(({ kind }) => kind === 'exception'))
    throw new Error(
      `${format}: ${String(items)} items, ${String(drafts.length)} drafts, ${JSON.stringify(rejections.slice(0, 2))}`,
    );
  return translation;
}
