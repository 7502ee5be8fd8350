/** GSM 03.38, the basic alphabet and its extension, whose characters take two places. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

export interface Parts {
  readonly encoding: 'GSM' | 'UNICODE';
  readonly parts: number;
}

/** How many messages a text is on the air: what AWS bills. https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html */
export function partsOf(text: string): Parts {
  let places = 0;
  for (const character of text) {
    if (BASIC.includes(character)) places += 1;
    else if (EXTENSION.includes(character)) places += 2;
    else return { encoding: 'UNICODE', parts: text.length <= 70 ? 1 : Math.ceil(text.length / 67) };
  }
  return { encoding: 'GSM', parts: places <= 160 ? 1 : Math.ceil(places / 153) };
}
