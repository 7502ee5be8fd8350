export { noteCustomerMail } from './adapters/note-customer-mail.ts';
export { putOptOut, readOptOut, wantsNoMail } from './adapters/opt-outs.dynamo.ts';
export { loadSent, noteSent } from './adapters/sent-store.dynamo.ts';
export { addressDigest } from './decide-customer-message.ts';
export { addressIn, messageIn } from './message-in.ts';
export { checkOptOut, signOptOut } from './opt-out-token.ts';
export { asksForEnd } from './read-opt-out.ts';
export { mailOf } from './render-customer-message.ts';
export { withAddress } from './variables.ts';
