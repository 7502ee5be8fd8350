/** What people of the trade write in Portuguese, of Portugal and of Brazil. */
export const portuguese = {
  'transport.delay': `
atraso
a entrega está atrasada
o envio está atrasado dois dias
o navio está atrasado por mau tempo
a chegada foi adiada para a próxima semana
o caminhão está parado no trânsito e chega mais tarde
nova previsão de chegada, uma semana depois
voo cancelado, a carga segue no próximo
atraso por greve no porto
avaria na estrada, entrega passa para amanhã
estrada interditada, os veículos não passam
perdeu a conexão, o contentor segue no navio seguinte
`,
  'transport.milestone_missed': `
a recolha não foi efetuada
o motorista não apareceu
a mercadoria não foi coletada
o contêiner não embarcou, perdeu o deadline
sem notícias desde a partida
`,
  'transport.delivery_failed': `
não foi possível entregar
o destinatário recusou a mercadoria
destinatário ausente, volume devolvido ao depósito
o cliente estava fechado
endereço errado, entrega impossível
ninguém no local, deixado aviso
segunda tentativa de entrega sem sucesso
o cliente não aceitou a entrega
a encomenda foi recusada pelo cliente
`,
  'transport.capacity_rejected': `
temos de recusar a carga, não há capacidade
nenhum veículo disponível
o armador cancelou a reserva, navio lotado
não temos viatura para esta carga
`,
  'transport.detention': `
estão a correr custos de sobrestadia
o período livre terminou
o motorista espera há horas pela descarga
armazenagem no terminal cobrada por dia
`,
  'transport.lost': `
perdido
a encomenda foi perdida
falta uma palete e não é encontrada
sem leitura há uma semana
a carga foi roubada
`,
  'cargo.damaged': `
danificado
a mercadoria chegou danificada
embalagem rasgada e conteúdo quebrado
caixas molhadas durante o transporte
a palete tombou
avaria constatada na descarga
`,
  'cargo.temperature_excursion': `
cadeia de frio interrompida
temperatura da mercadoria muito alta
o equipamento de frio falhou
produto congelado chegou descongelado
`,
  'cargo.mis_shipped': `
recebemos o artigo errado
no lugar do que pedimos veio outro produto
etiquetas trocadas
entregue ao cliente errado
`,
  'inventory.shortfall': `
estoque insuficiente para o pedido
artigo esgotado
só conseguimos separar uma parte
`,
  'inventory.mismatch': `
a contagem física não confere com o sistema
diferença de inventário
o sistema indica 52, contámos 40
`,
  'supply.shortfall': `
só podemos fornecer parte da quantidade pedida
o fornecedor confirma menos do que o pedido
falta de matéria-prima, quantidades reduzidas
`,
  'supply.late': `
o fornecedor não consegue manter a data confirmada
a produção está atrasada, pronto em duas semanas
avaria na fábrica, nova data de expedição
o pedido está vencido e nada foi enviado
precisamos de mais tempo para a sua encomenda
a data de entrega passa para o fim do mês
`,
  'compliance.customs_hold': `
o envio está retido na alfândega
a alfândega determinou inspeção
mercadoria parada para conferência aduaneira
`,
  'compliance.document_missing': `
falta a fatura comercial
documentos incompletos para o desembaraço
não recebemos o certificado de origem
`,
  'finance.pod_dispute': `
o cliente diz que não recebeu a mercadoria
consta como entregue mas não recebemos nada
assinatura do comprovante de entrega desconhecida
`,
  'finance.invoice_dispute': `
a fatura está incorreta
cobraram mais do que o combinado
contestamos a fatura e pedimos nota de crédito
faturado em duplicidade
`,
  'integration.payload_rejected': `
a sua mensagem foi rejeitada pelo nosso sistema
o arquivo tem erros e não foi processado
`,
  none: `
mensagem gerada automaticamente, não responda
capital social e registo comercial
entrega
pedido
envio
olá
bom dia
prezados senhores
cumprimentos
muito obrigado
segue em anexo
estou fora do escritório
estou de férias, em caso de urgência contacte o meu colega
pedimos a vossa melhor cotação
confirmamos o seu pedido conforme solicitado
entregue esta manhã sem ressalvas
chegou no horário
tudo em ordem
a alfândega liberou a mercadoria
a caminho, chegada conforme previsto
a fatura segue em anexo
o pagamento foi feito hoje
cancelar inscrição na newsletter
feliz Natal
favor agendar janela para amanhã
vamos recolher na terça
convite para reunião
nova tabela de preços
resolvido, obrigado
temperatura de transporte entre dois e oito graus
manter a mercadoria a dezoito graus negativos
o navio atracou e a descarga começou
contentor vazio entregue no depósito
`,
};
