import { translateEmail } from './email.ts';
import { translatorOf } from './index.ts';
import { lookUp } from './look-up.ts';
import type { FindTranslator, SlowTranslator } from './translator.ts';

/** Formats whose library reads asynchronously. */
const slowTranslators: Readonly<Record<string, SlowTranslator>> = { email: translateEmail };

/** The translator of any format, whether its library reads at once or not. */
export const anyTranslatorOf: FindTranslator = (format) => lookUp(slowTranslators, format) ?? translatorOf(format);
