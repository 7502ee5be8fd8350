import { translators } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation, Translator } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

/** A whole interchange around the segments of one set. */
export function interchange(set: string, segments: readonly string[], release = '004010'): string {
  const isa =
    'ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEAD       *260302*0815*U*00401*000004417*0*P*>';
  const gs = `GS*XX*NRTH*FAIRLEAD*20260302*0815*4417*X*${release}`;
  const whole = [`ST*${set}*0001`, ...segments];
  return `${[isa, gs, ...whole, `SE*${whole.length + 1}*0001`, 'GE*1*4417', 'IEA*1*000004417'].join('~\n')}~\n`;
}

/** An interchange that holds one segment of the interchange itself, as TA1. */
export function withoutSet(segment: string): string {
  return interchange('000', [])
    .replace(/GS\*[\s\S]*(?=IEA)/, `${segment}~\n`)
    .replace('IEA*1', 'IEA*0');
}

export function translateSet(set: string, segments: readonly string[]): Translation {
  const translate = translators[`x12-${set}`];
  if (translate === undefined) throw new Error(`There is no translator for ${set}.`);
  return translate(payloadOf(interchange(set, segments)), sender);
}

export const typeOf = (draft: SignalDraft): string => ('type' in draft ? draft.type : draft.kind);
export const typesOf = ({ drafts }: Translation): readonly string[] => drafts.map(typeOf);
export const named = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];

export const translateX12Status: Translator = (payload, from) => {
  const translate = translators['x12-214'];
  if (translate === undefined) throw new Error('There is no translator for 214.');
  return translate(payload, from);
};
