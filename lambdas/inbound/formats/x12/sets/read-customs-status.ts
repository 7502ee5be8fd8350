import { distinctReferences, referenceTo } from '../../references.ts';
import type { SubjectReference } from '../../../../contracts/index.ts';
import { customsDisposition } from '../codes/customs-disposition.ts';
import { equipmentStatus } from '../codes/equipment-status.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfCode } from '../places.ts';
import { decimalOf } from '../quantities.ts';
import { equipmentReference, filled, referencesIn } from '../references.ts';
import { remarksIn } from '../remarks.ts';
import { badTime } from '../report-event.ts';
import { draftOf } from '../report.ts';
import type { Subject } from '../report.ts';
import { eventTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 350, Customs Status Information: one signal for each bill of lading (X4) at a port (P4). */
export const readCustomsStatus: SetReader = (reading) => {
  const { header, loops } = loopsOf(reading.set.segments, ['P4', 'X4']);
  const m10 = firstOf(header, 'M10');
  let port: Segment = { tag: 'P4', elements: [], position: 1 };
  let releases = 0;
  for (const { segments } of loops) {
    if (segments[0]?.tag === 'P4') port = segments[0];
    else {
      releases += 1;
      readRelease(segments, { m10, port }, `${reading.part}, X4 ${releases}`, reading);
    }
  }
  // An arrival or departure alone is told by customs with no bill.
  if (releases === 0) reading.found.warnings.push(`${reading.part}: no bill of lading (X4) is reported on`);
};

interface Above {
  readonly m10: Segment;
  readonly port: Segment;
}

function readRelease(release: readonly Segment[], { m10, port }: Above, part: string, reading: SetReading): void {
  const { sender, found } = reading;
  const x4 = firstOf(release, 'X4');
  const [bill, quantity, , entry, date, time, sent, house, issuer, houseIssuer] = x4.elements;
  const [, , , , , , , , , , initial, number, transacted, , , , zone] = x4.elements;
  const scac = filled(issuer, 10) ?? filled(m10.elements[0], 10);
  const place = placeOfCode(filled(port.elements[0]) ?? transacted, '');
  const code = filled(sent, 10);
  const references = [
    ...referenceTo('declaration', entry, sender.issuer),
    ...distinctReferences([equipmentReference(initial, number) ?? [], ...equipmentIn(release)].flat()),
    ...referenceTo('bill_of_lading', bill, scac ?? sender.issuer),
    ...referenceTo('bill_of_lading', house, filled(houseIssuer, 10) ?? scac ?? sender.issuer),
    ...referencesIn(release, scac ?? sender.issuer, sender),
    ...referenceTo('vessel', m10.elements[3], 'IMO'),
  ];
  const at = eventTime({ date, time, zone }, place, sender);
  if (code === undefined || references.length === 0 || 'bad' in at) {
    found.rejections.push({ part, ...whyNot(x4, code, 'bad' in at ? at.bad : undefined) });
    return;
  }
  const known = customsDisposition.get(code);
  const status = known === undefined ? equipmentStatus.get(code) : undefined;
  if (known === undefined && status === undefined) {
    found.warnings.push(
      `${part}: segment ${x4.position}, X407 "${code}" is in no list of customs dispositions that we know`,
    );
  }
  const text = known?.meaning ?? status?.meaning;
  const remarks = remarksIn(release);
  const released = decimalOf(quantity);
  const subject: Subject = {
    references,
    place,
    scac,
    ...(released === undefined ? {} : { quantities: { released: { value: released, unit: 'C62' } } }),
  };
  found.drafts.push(
    draftOf(
      subject,
      {
        part,
        time: at,
        trouble: known?.trouble ?? status?.trouble ?? ((known ?? status) ? undefined : holdInWords(remarks)),
        reason: {
          scheme: known === undefined ? 'x12:350' : 'cbp:disposition',
          code,
          ...(text === undefined ? {} : { text }),
        },
        milestone: {
          name: known?.isRelease === true ? 'customs_released' : (status?.milestone ?? 'other'),
          at: 'actual',
        },
        remarks,
      },
      sender,
    ),
  );
}

/** Where the code is in no list, what is written beside it counts: that the bill is held, and not that a hold is over. */
function holdInWords(remarks: readonly string[]): string | undefined {
  const words = remarks.join(' ').slice(0, 500);
  const isOver = /\b(no|not|without|removed?|released?|lifted|cancell?ed|cleared)\b/i.test(words);
  return /\b(on )?hold\b/i.test(words) && !isOver ? 'compliance.customs_hold' : undefined;
}

/** Containers of the bill: N7 and VID name them by initial and number, M13 and others not at all. */
function equipmentIn(segments: readonly Segment[]): readonly SubjectReference[] {
  return segments.flatMap(({ tag, elements }) => {
    const [initial, number] = tag === 'VID' ? [elements[1], elements[2]] : tag === 'N7' ? elements : [];
    return equipmentReference(initial, number) ?? [];
  });
}

function whyNot(x4: Segment, code: string | undefined, bad: 'date' | 'time' | undefined) {
  if (bad !== undefined) return badTime(x4, bad);
  return code === undefined
    ? {
        pointer: `segment ${x4.position} (X4), X407`,
        detail: 'The bill has no disposition.',
        mend: 'Send the disposition code of customs in X407.',
      }
    : {
        pointer: `segment ${x4.position} (X4), X401`,
        detail: 'The segment names no bill of lading.',
        mend: 'Send the bill of lading in X401.',
      };
}
