import type { Translator } from '../translator.ts';
import { translateAftership } from './aftership.ts';
import { translateCanadaPostXml } from './canadapost-xml.ts';
import { translateDhlUnified } from './dhl-unified.ts';
import { translateDhlXml } from './dhl-xml.ts';
import { translateEasypost } from './easypost.ts';
import { translateFedexAiv, translateFedexJson } from './fedex-json.ts';
import { translateFedexXml } from './fedex-xml.ts';
import { translateFourkites } from './fourkites.ts';
import { translateLasershipJson } from './lasership-json.ts';
import { translateProject44 } from './project44.ts';
import { translateShipengine } from './shipengine.ts';
import { translateShippo } from './shippo.ts';
import { translate17track } from './track17.ts';
import { translateUpsJson, translateUpsTrackAlert } from './ups-json.ts';
import { translateUpsXml } from './ups-xml.ts';
import { translateUspsV3 } from './usps-v3.ts';
import { translateUspsXml } from './usps-xml.ts';

/** Parcel carriers, and those who tell of many carriers. */
export const parcelTranslators: Readonly<Record<string, Translator>> = {
  '17track': translate17track,
  aftership: translateAftership,
  'carrier-canadapost-xml': translateCanadaPostXml,
  'carrier-dhl-unified': translateDhlUnified,
  'carrier-dhl-xml': translateDhlXml,
  'carrier-fedex-aiv': translateFedexAiv,
  'carrier-fedex-json': translateFedexJson,
  'carrier-fedex-xml': translateFedexXml,
  'carrier-lasership-json': translateLasershipJson,
  'carrier-ups-json': translateUpsJson,
  'carrier-ups-trackalert': translateUpsTrackAlert,
  'carrier-ups-xml': translateUpsXml,
  'carrier-usps-v3': translateUspsV3,
  'carrier-usps-xml': translateUspsXml,
  easypost: translateEasypost,
  fourkites: translateFourkites,
  project44: translateProject44,
  shipengine: translateShipengine,
  shippo: translateShippo,
};
