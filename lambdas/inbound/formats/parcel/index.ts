import { eachOfList } from '../each-of-list.ts';
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
  '17track': eachOfList(translate17track),
  aftership: eachOfList(translateAftership),
  'carrier-canadapost-xml': translateCanadaPostXml,
  'carrier-dhl-unified': eachOfList(translateDhlUnified),
  'carrier-dhl-xml': translateDhlXml,
  'carrier-fedex-aiv': eachOfList(translateFedexAiv),
  'carrier-fedex-json': eachOfList(translateFedexJson),
  'carrier-fedex-xml': translateFedexXml,
  'carrier-lasership-json': eachOfList(translateLasershipJson),
  'carrier-ups-json': eachOfList(translateUpsJson),
  'carrier-ups-trackalert': eachOfList(translateUpsTrackAlert),
  'carrier-ups-xml': translateUpsXml,
  'carrier-usps-v3': eachOfList(translateUspsV3),
  'carrier-usps-xml': translateUspsXml,
  easypost: eachOfList(translateEasypost),
  fourkites: eachOfList(translateFourkites),
  project44: eachOfList(translateProject44),
  shipengine: eachOfList(translateShipengine),
  shippo: eachOfList(translateShippo),
};
