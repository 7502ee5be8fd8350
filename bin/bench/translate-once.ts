import { readFileSync } from 'node:fs';
import { translatorOf } from '../../lambdas/inbound/formats/index.ts';
import type { Payload, Translation } from '../../lambdas/inbound/formats/translator.ts';
import { interchanges, payloadOf } from './interchanges.ts';
import type { Interchange } from './interchanges.ts';

/** How large a payload is that speed is measured with. The one for memory comes by the standard input. */
const ITEMS = 2_000;
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
  const bytes = readFileSync(0);
  const before = peakMb();
  translated(one, { bytes, contentType: '', headers: {} });
  return { memoryMb: peakMb(), grownMb: peakMb() - before, payloadMb: bytes.length / 1024 / 1024 };
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** A translator that is fast because it reads half of it is none. */
function translated({ format, mapping }: Interchange, payload: Payload, items?: number): Translation {
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
  if (
    rejections.length > 0 ||
    drafts.length !== (items ?? drafts.length) ||
    !drafts.some(({ kind }) => kind === 'exception')
  )
    throw new Error(
      `${format}: ${String(items ?? 'many')} items, ${String(drafts.length)} drafts, ${JSON.stringify(rejections.slice(0, 2))}`,
    );
  return translation;
}
