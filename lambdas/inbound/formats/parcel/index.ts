import type { Translator } from '../translator.ts';
import { translateEasypost } from './easypost.ts';

/** Parcel carriers, and those who tell of many carriers. */
export const parcelTranslators: Readonly<Record<string, Translator>> = {
  easypost: translateEasypost,
};
