/** What people of the trade write in Spanish. */
export const spanish = {
  'transport.delay': `
retraso
la entrega se retrasa
el envío se retrasa dos días
el barco viene con retraso por mal tiempo
la llegada se aplaza a la próxima semana
el camión está en un atasco y llegará más tarde
nueva fecha estimada de llegada, una semana después
vuelo cancelado, la carga sale en el siguiente
demora por huelga en el puerto
avería en ruta, la entrega pasa a mañana
carretera cortada, los vehículos no pueden seguir
perdió la conexión, el contenedor va en el buque siguiente
se pospone la salida
el barco no llega hasta la semana siguiente
el camión ha tenido una avería
la ETA pasa del lunes al jueves
`,
  'transport.milestone_missed': `
la recogida no se realizó
el conductor no se presentó
la mercancía no fue recogida
el transportista no vino a la cita
el contenedor no embarcó, perdió el cierre
sin noticias desde la salida
`,
  'transport.delivery_failed': `
no se pudo entregar
el destinatario rechazó la mercancía
destinatario ausente, paquete devuelto a la delegación
el cliente estaba cerrado
dirección incorrecta, entrega imposible
no quisieron descargar por falta de cita
necesitamos nueva fecha de entrega
no había nadie, se dejó aviso
segundo intento de entrega sin éxito
el muelle estaba lleno y el conductor se fue con la carga
`,
  'transport.capacity_rejected': `
tenemos que rechazar la carga, no hay capacidad
ningún vehículo disponible
la naviera canceló la reserva, buque lleno
no podemos cubrir este viaje
sin espacio en esta salida
`,
  'transport.detention': `
se generan gastos de estadía por día
el tiempo libre ha vencido
el conductor lleva horas esperando la descarga
almacenaje en la terminal a nuestro cargo
el contenedor vacío no se puede devolver
`,
  'transport.lost': `
perdido
el paquete se ha perdido
falta un palé y no se encuentra
sin escaneo desde hace una semana, paradero desconocido
robaron el remolque
por favor abran una investigación
`,
  'cargo.damaged': `
dañado
la mercancía llegó dañada
el embalaje está roto y el contenido estropeado
cajas mojadas durante el transporte
el palé se volcó
avería detectada en la descarga
los bidones gotean
`,
  'cargo.temperature_excursion': `
se rompió la cadena de frío
temperatura de la mercancía demasiado alta
falló el equipo frigorífico
producto congelado llegó descongelado
`,
  'cargo.mis_shipped': `
recibimos el artículo equivocado
en lugar de lo pedido nos llegó otra cosa
las etiquetas se cambiaron
entrega errónea, producto no solicitado
el paquete fue a otro cliente
`,
  'inventory.shortfall': `
no hay existencias suficientes para el pedido
artículo agotado
solo pudimos preparar una parte
sin stock, pedidos pendientes
`,
  'inventory.mismatch': `
el recuento físico no coincide con el sistema
diferencia de inventario
hay menos unidades contadas que registradas
el sistema dice 52 y contamos 40
la ubicación está vacía aunque aparece existencia
`,
  'supply.shortfall': `
solo podemos suministrar una parte de la cantidad pedida
el proveedor confirma menos de lo pedido
escasez de material, cantidades reducidas
solo se puede servir una parte del pedido
`,
  'supply.late': `
el proveedor no puede cumplir la fecha confirmada
la producción va atrasada, listo en dos semanas
avería en la fábrica, nueva fecha de envío
el pedido está vencido y no se ha enviado nada
necesitamos más tiempo para terminar su pedido
la fecha de entrega pasa a finales de mes
`,
  'compliance.customs_hold': `
el envío está retenido en aduana
la aduana ordenó una inspección
mercancía detenida para reconocimiento
sin levante aduanero
la aduana aún no lo ha liberado
`,
  'compliance.document_missing': `
falta la factura comercial
faltan documentos para el despacho
no hemos recibido el certificado de origen
sin la lista de empaque no se puede declarar
`,
  'finance.pod_dispute': `
el cliente dice que no recibió la mercancía
figura entregado pero no hemos recibido nada
no reconocemos la firma del comprobante de entrega
`,
  'finance.invoice_dispute': `
la factura es incorrecta
nos cobraron más de lo acordado
rechazamos la factura y pedimos un abono
facturado dos veces
`,
  'integration.payload_rejected': `
su mensaje fue rechazado por nuestro sistema
el archivo tiene errores y no se procesó
`,
  none: `
este mensaje se generó automáticamente, no responda
registro mercantil
entrega
pedido
envío
hola
buenos días
estimados señores
un saludo
saludos cordiales
muchas gracias
adjunto encontrarán
estoy fuera de la oficina
estoy de vacaciones, para urgencias contacten a mi compañero
les ruego nos envíen su mejor oferta
solicitud de cotización
confirmamos su pedido según lo solicitado
entregado esta mañana sin novedad
llegó a tiempo
todo en orden
la aduana liberó la mercancía
en camino, llegada según lo previsto
su factura va adjunta
el pago se hizo hoy
darse de baja del boletín
feliz Navidad y próspero año nuevo
por favor reserven una cita para mañana
recogeremos el martes
invitación a una reunión
nueva lista de precios
asunto resuelto, gracias
documentos recibidos
temperatura de transporte entre dos y ocho grados
mantener la mercancía a dieciocho grados bajo cero
el buque está atracado y ha empezado la descarga
contenedor vacío entregado en el depósito
`,
};
