export { composeMessage, shortReference } from './compose-message.ts';
export { renderEmail } from './render-email.ts';
export { renderSlack } from './render-slack.ts';
