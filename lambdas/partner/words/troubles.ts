/** What has gone wrong, where a partner is not asked in English: in English it is called as the policy calls it. By type; what a pack adds keeps its title. */
export const TROUBLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    'transport.milestone_missed': 'ausgebliebene Meldung',
    'transport.delay': 'verspätete Sendung',
    'transport.delivery_failed': 'fehlgeschlagene Zustellung',
    'transport.capacity_rejected': 'abgelehnter Transport',
    'transport.detention': 'Stand- oder Liegegeld',
    'transport.lost': 'verlorene Sendung',
    'cargo.damaged': 'beschädigte Ware',
    'cargo.temperature_excursion': 'Temperaturabweichung',
    'cargo.mis_shipped': 'falsche Ware geliefert',
    'supply.shortfall': 'geringere Lieferung als bestellt',
    'supply.late': 'verspätete Lieferung',
  },
  fr: {
    'transport.milestone_missed': 'étape non confirmée',
    'transport.delay': 'envoi retardé',
    'transport.delivery_failed': 'échec de livraison',
    'transport.capacity_rejected': 'transport refusé',
    'transport.detention': 'frais d’immobilisation ou de surestaries',
    'transport.lost': 'envoi perdu',
    'cargo.damaged': 'marchandise endommagée',
    'cargo.temperature_excursion': 'écart de température',
    'cargo.mis_shipped': 'erreur de marchandise',
    'supply.shortfall': 'livraison inférieure à la commande',
    'supply.late': 'livraison en retard',
  },
};
