import { carriers } from '../parcel/carriers.ts';
import type { ParcelCarrier } from '../parcel/carriers.ts';
import type { ShapeName } from './tracking-numbers.ts';

export interface MailCarrier extends ParcelCarrier {
  /** Domains that it writes from, and all below them. */
  readonly domains: readonly string[];
  /** Shapes of its numbers. */
  readonly shapes: readonly ShapeName[];
}

const other = (name: string): ParcelCarrier => ({ issuer: name, carrier: { name } });

/**
 * Carriers that write notices, by the domains that they write from. UPS, FedEx, USPS, DHL, Canada Post, Hermes, Evri, Royal Mail, Poczta Polska, InPost, DPD Poland, GLS, Australia Post, Purolator and Amazon were looked up
 * (addresses that the integration Mail and Packages of Home Assistant knows from notices of its users); the others, and further countries of these, are from memory. A domain that is missing makes a notice a free text.
 */
const all: readonly MailCarrier[] = [
  { ...carriers.usps, domains: ['usps.com', 'usps.gov'], shapes: ['usps', 's10'] },
  { ...carriers.ups, domains: ['ups.com', 'upsemail.com'], shapes: ['ups'] },
  { ...carriers.fedex, domains: ['fedex.com'], shapes: ['fedex', 'fedexGround'] },
  {
    ...carriers.dhl,
    domains: [
      'dhl.com',
      'dhl.de',
      'dhl.co.uk',
      'dhl.fr',
      'dhl.nl',
      'dhlparcel.nl',
      'dhlparcel.co.uk',
      'dhlecommerce.com',
    ],
    shapes: ['s10'],
  },
  {
    ...carriers.canadapost,
    domains: ['canadapost.ca', 'postescanada.ca', 'canadapost-postescanada.ca'],
    shapes: ['s10'],
  },
  { ...carriers.lasership, domains: ['lasership.com', 'ontrac.com'], shapes: [] },
  {
    ...other('DPD'),
    domains: [
      'dpd.com',
      'dpd.co.uk',
      'dpd.de',
      'dpd.com.pl',
      'dpd.fr',
      'dpd.nl',
      'dpd.ie',
      'dpdlocal.co.uk',
      'dpdgroup.com',
      'chronopost.fr',
    ],
    shapes: [],
  },
  {
    ...other('Hermes'),
    domains: ['myhermes.co.uk', 'hermes-europe.co.uk', 'hermesworld.com', 'myhermes.de'],
    shapes: [],
  },
  { ...other('Evri'), domains: ['evri.com'], shapes: [] },
  {
    ...other('Amazon'),
    domains: [
      'amazon.com',
      'amazon.ca',
      'amazon.co.uk',
      'amazon.de',
      'amazon.fr',
      'amazon.it',
      'amazon.es',
      'amazon.nl',
      'amazon.pl',
      'amazon.se',
      'amazon.in',
      'amazon.co.jp',
      'amazon.com.au',
      'amazon.com.mx',
      'amazon.com.br',
      'amazon.ae',
    ],
    shapes: ['amazon'],
  },
  {
    ...other('GLS'),
    domains: [
      'gls-group.com',
      'gls-group.eu',
      'gls-group.net',
      'gls-pakete.de',
      'gls-us.com',
      'gls-poland.com',
      'gls-netherlands.com',
    ],
    shapes: [],
  },
  { ...other('Royal Mail'), domains: ['royalmail.com', 'parcelforce.co.uk', 'parcelforce.net'], shapes: ['s10'] },
  { ...other('PostNL'), domains: ['postnl.nl', 'edm.postnl.nl', 'postnl.be'], shapes: ['s10'] },
  { ...other('Deutsche Post'), domains: ['deutschepost.de'], shapes: ['s10'] },
  {
    ...other('La Poste'),
    domains: ['laposte.fr', 'colissimo.fr', 'laposte.info', 'notif-colissimo-laposte.info'],
    shapes: ['s10'],
  },
  { ...other('InPost'), domains: ['inpost.pl', 'paczkomaty.pl', 'inpost.co.uk'], shapes: [] },
  { ...other('Poczta Polska'), domains: ['poczta-polska.pl', 'pocztex.pl'], shapes: ['s10'] },
  { ...other('Australia Post'), domains: ['auspost.com.au'], shapes: ['s10'] },
  { ...other('Purolator'), domains: ['purolator.com'], shapes: [] },
  { ...other('bpost'), domains: ['bpost.be'], shapes: ['s10'] },
  { ...other('PostNord'), domains: ['postnord.com', 'postnord.se', 'postnord.dk'], shapes: ['s10'] },
  { ...other('Yodel'), domains: ['yodel.co.uk'], shapes: [] },
  { ...other('BRT'), domains: ['brt.it'], shapes: [] },
  { ...other('Poste Italiane'), domains: ['poste.it', 'posteitaliane.it', 'sda.it'], shapes: ['s10'] },
  { ...other('Correos'), domains: ['correos.es', 'correos.com', 'correosexpress.com'], shapes: ['s10'] },
  { ...other('SEUR'), domains: ['seur.com', 'seur.net'], shapes: [] },
  { ...other('CTT'), domains: ['ctt.pt', 'cttexpress.com'], shapes: ['s10'] },
  { ...other('Correios'), domains: ['correios.com.br'], shapes: ['s10'] },
  { ...other('Swiss Post'), domains: ['post.ch', 'swisspost.ch'], shapes: ['s10'] },
  { ...other('Austrian Post'), domains: ['post.at'], shapes: ['s10'] },
  { ...other('An Post'), domains: ['anpost.com', 'anpost.ie'], shapes: ['s10'] },
  { ...other('Posti'), domains: ['posti.fi', 'posti.com'], shapes: ['s10'] },
  { ...other('Bring'), domains: ['bring.com', 'bring.no', 'posten.no'], shapes: ['s10'] },
  { ...other('TNT'), domains: ['tnt.com', 'tnt.it', 'tnt.fr'], shapes: [] },
  { ...other('Mondial Relay'), domains: ['mondialrelay.fr', 'mondialrelay.be', 'mondialrelay.com'], shapes: [] },
];

/** Whose domain an address is of. Only the end of a domain counts: anybody can put a carrier's name before it. */
export function carrierOfAddress(address: string): MailCarrier | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return all.find(({ domains }) => domains.some((one) => domain === one || domain.endsWith(`.${one}`)));
}

/** Mailboxes that nobody writes from. */
const AUTOMATIC =
  /no-?_?reply|not-?reply|auto|notif|track|alert|update|info|shipment|delivery|confirm|message|pkginfo|order|ship|paket|versand|powiadom|livraison|noreply|thehub|mailer|news|service|support|kurier|informacja|^store\+\d|transaction/;

export function isAutomatic(address: string): boolean {
  return AUTOMATIC.test(address.slice(0, Math.max(0, address.lastIndexOf('@'))));
}

/** A carrier that a text names, so that a number with its shape can be taken for its own. */
export function carriersNamedIn(text: string): readonly MailCarrier[] {
  return all.filter(({ carrier }) => new RegExp(`\\b${carrier.name ?? ''}\\b`, 'i').test(text));
}
