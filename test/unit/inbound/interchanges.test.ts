import { describe, expect, it } from 'vitest';
import { interchanges, payloadOf } from '../../../bin/bench/interchanges.ts';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import { sender } from './sender.ts';

describe('what the bench of translations measures', () => {
  it.each(interchanges)('$format, $item: each is a signal, some of them of trouble', (interchange) => {
    const translate = translatorOf(interchange.format);
    const { mapping } = interchange;
    const translation = translate?.(payloadOf(interchange, 30), {
      ...sender,
      ...(mapping === undefined ? {} : { mapping }),
    });
    expect(translation).toMatchObject({ rejections: [], warnings: [] });
    const kinds = new Set(translation?.drafts.map(({ kind }) => kind));
    expect(translation?.drafts).toHaveLength(30);
    expect([...kinds].sort()).toEqual(['exception', 'progress']);
  });
});
