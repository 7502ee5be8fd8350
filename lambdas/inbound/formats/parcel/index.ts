import type { Translator } from '../translator.ts';
import { translateDhlUnified } from './dhl-unified.ts';
import { translateDhlXml } from './dhl-xml.ts';
import { translateEasypost } from './easypost.ts';
import { translateFedexAiv, translateFedexJson } from './fedex-json.ts';
import { translateFedexXml } from './fedex-xml.ts';
import { translateUpsJson, translateUpsTrackAlert } from './ups-json.ts';
import { translateUpsXml } from './ups-xml.ts';

/** Parcel carriers, and those who tell of many carriers. */
export const parcelTranslators: Readonly<Record<string, Translator>> = {
  'carrier-dhl-unified': translateDhlUnified,
  'carrier-dhl-xml': translateDhlXml,
  'carrier-fedex-aiv': translateFedexAiv,
  'carrier-fedex-json': translateFedexJson,
  'carrier-fedex-xml': translateFedexXml,
  'carrier-ups-json': translateUpsJson,
  'carrier-ups-trackalert': translateUpsTrackAlert,
  'carrier-ups-xml': translateUpsXml,
  easypost: translateEasypost,
};
