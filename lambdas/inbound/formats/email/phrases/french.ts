/** What people of the trade write in French. */
export const french = {
  'transport.delay': `
retard
la livraison est retardée
l'expédition est retardée de deux jours
le navire est en retard à cause de la météo
l'arrivée est repoussée à la semaine prochaine
le camion est pris dans les bouchons et arrivera plus tard
nouvelle date d'arrivée prévue, une semaine après
vol annulé, la marchandise part sur le suivant
retard dû à une grève au port
panne en route, livraison décalée à demain
route fermée, les véhicules ne passent pas
correspondance manquée, le conteneur prend le navire suivant
le départ est reporté
ETA modifiée du lundi au jeudi
`,
  'transport.milestone_missed': `
aucun ramassage aujourd'hui
le chauffeur n'est pas venu
la marchandise n'a pas été enlevée
le transporteur ne s'est pas présenté
le conteneur n'a pas été embarqué, clôture manquée
aucune nouvelle depuis le départ
le véhicule prévu n'est jamais arrivé
`,
  'transport.delivery_failed': `
la livraison a échoué
le destinataire a refusé la marchandise
destinataire absent, colis retourné au dépôt
le client était fermé
adresse erronée, livraison impossible
pas de rendez-vous, le quai n'a pas voulu décharger
nouvelle présentation nécessaire
retour à l'expéditeur
personne sur place, avis de passage laissé
deuxième présentation sans succès
le quai était plein, le chauffeur est reparti avec la marchandise
le magasin n'accepte pas les palettes
`,
  'transport.capacity_rejected': `
nous devons refuser cette demande, pas de capacité
aucun véhicule disponible
la compagnie a annulé la réservation, navire complet
nous ne pouvons pas prendre ce chargement
plus de place sur ce départ
`,
  'transport.detention': `
des frais de stationnement courent chaque jour
la période de franchise a expiré
le chauffeur attend depuis des heures le déchargement
frais de magasinage au terminal
des détentions seront facturées
le conteneur vide ne peut pas être restitué
`,
  'transport.lost': `
perdu
le colis est perdu
une palette manque et reste introuvable
aucun scan depuis une semaine, colis égaré
la remorque a été volée
veuillez ouvrir une recherche
le transporteur confirme la perte
le colis reste introuvable
`,
  'cargo.damaged': `
endommagé
marchandise abîmée
la marchandise est arrivée endommagée
l'emballage est déchiré et le contenu abîmé
cartons mouillés pendant le transport
la palette s'est renversée
avarie constatée au déchargement
les fûts fuient
plusieurs articles sont cassés
`,
  'cargo.temperature_excursion': `
la chaîne du froid a été interrompue
température de la marchandise trop élevée
le groupe frigorifique est en panne
produits décongelés à l'arrivée
l'enregistreur montre un dépassement de température
température relevée de douze degrés au lieu de quatre
`,
  'cargo.mis_shipped': `
nous avons reçu le mauvais article
au lieu de la référence commandée nous avons une autre
les étiquettes ont été inversées
erreur de livraison, produit non commandé
colis livré au mauvais client
`,
  'inventory.shortfall': `
stock insuffisant pour la commande
article en rupture
nous n'avons pu préparer qu'une partie
plus rien en stock, commandes en attente
quantité disponible inférieure à la commande
`,
  'inventory.mismatch': `
le comptage physique ne correspond pas au système
différence d'inventaire constatée
écart entre le stock réel et le stock théorique
compté moins que le stock enregistré
le système indique 52, nous avons compté 40
l'emplacement est vide alors que du stock est affiché
`,
  'supply.shortfall': `
nous ne pouvons fournir qu'une partie de la quantité commandée
le fournisseur confirme moins que commandé
pénurie de matière première, quantités réduites
le reste de la commande est annulé
une partie seulement de la commande peut être livrée
seulement soixante pièces sur cent disponibles
`,
  'supply.late': `
le fournisseur ne peut pas tenir la date confirmée
la production a pris du retard, marchandise prête dans deux semaines
panne à l'usine, nouvelle date d'expédition
la commande est en souffrance, rien n'a été expédié
nous ne pourrons pas respecter le délai de livraison annoncé
nous avons besoin de plus de temps pour votre commande
la date de livraison est reportée à la fin du mois
le reste ne sera disponible qu'en avril
`,
  'compliance.customs_hold': `
l'envoi est bloqué en douane
la douane a ordonné une visite
marchandise retenue pour inspection
pas de mainlevée des douanes
contrôle vétérinaire, lot consigné
la douane ne l'a pas encore libéré
`,
  'compliance.document_missing': `
la facture commerciale manque
il manque des documents pour le dédouanement
certificat d'origine non reçu
sans la liste de colisage nous ne pouvons pas déclarer
merci d'envoyer les documents manquants
`,
  'finance.pod_dispute': `
le client nie avoir reçu la marchandise
livré selon votre suivi mais nous n'avons rien reçu
la signature sur la preuve de livraison est inconnue
pas de preuve de livraison, le client refuse de payer
`,
  'finance.invoice_dispute': `
la facture est erronée
vous avez facturé plus que convenu
nous contestons la facture et demandons un avoir
facturé deux fois
le tarif ne correspond pas à votre offre
`,
  'integration.payload_rejected': `
votre message a été rejeté par notre système
le fichier EDI contient des erreurs et n'a pas été intégré
merci de renvoyer le fichier corrigé
`,
  none: `
ce message a été généré automatiquement, ne pas répondre
société au capital, registre du commerce
livraison
commande
expédition
bonjour
cordialement
bien cordialement
merci d'avance
merci beaucoup
veuillez trouver ci-joint
je suis absent du bureau
je suis en congé, mon collègue me remplace
merci de nous faire une offre
demande de prix pour un transport
nous confirmons votre commande comme demandé
livré ce matin sans réserve
arrivé à l'heure
tout est en ordre
la douane a libéré la marchandise
en route, arrivée comme prévu
votre facture est en pièce jointe
le paiement a été effectué
se désabonner de la newsletter
bonnes fêtes et meilleurs voeux
merci de réserver un créneau pour demain
nous enlèverons mardi
invitation à une réunion
nouvelle grille tarifaire
dossier clos, merci
documents bien reçus
pour information
conditions générales de vente
température de transport entre deux et huit degrés
merci de maintenir la marchandise à moins dix-huit degrés
le navire est à quai et le déchargement a commencé
le conteneur vide a été rendu au dépôt
`,
};
