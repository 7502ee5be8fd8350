import { taskHandler, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { fileDependencies, tellFile } from './adapters/file-dependencies.ts';
import { takeInFile } from './adapters/take-in-file.ts';
import { translateEmail } from './formats/email.ts';
import { isReadFromInbox } from './formats/is-read-from-inbox.ts';
import { arrival } from './read-file-event.ts';

const packs = packStore();
const dependencies = {
  ...fileDependencies('take-in-mail-file', (format) => (isReadFromInbox(format) ? translateEmail : undefined)),
  confidence: async () => (await packs.active()).pack.mail.confidence,
};

/** Called by `take-in-file` with a mail that lies in an inbox: the library of mails and its phrases are a fifth of a reader of all formats. */
export const handler = taskHandler('take-in-mail-file', arrival, async (mail, tools) => {
  tellFile(await takeInFile(dependencies, mail, traceparentFrom(undefined)), mail, tools);
});
