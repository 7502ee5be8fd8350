export { foreseeStockOuts, sayOrders, sayStockOutlook } from './foresee-stock-outs.ts';
