import { createHmac, generateKeySync } from 'node:crypto';
import type { Kernel } from '../../kernel/types.ts';

/** What Lambda puts into the environment of a function: the credentials of its role, for as long as the state lives. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
}

export interface Sessions {
  of(roleArn: string): SessionCredentials;
  /** Undefined: nobody was given such a key. */
  readonly find: (accessKeyId: string) => SessionCredentials | undefined;
}

const opened = new WeakMap<Kernel, Sessions>();

/** One for each engine. What was signed before an engine died is good afterwards: the secret lies in its store. */
export function sessionsOf(kernel: Kernel): Sessions {
  const known = opened.get(kernel);
  if (known !== undefined) return known;
  const sessions = openSessions(kernel);
  opened.set(kernel, sessions);
  return sessions;
}

function openSessions({ store }: Kernel): Sessions {
  store.exec('CREATE TABLE IF NOT EXISTS iam_session_secret (secret TEXT NOT NULL)');
  const secret =
    store.get<{ secret: string }>('SELECT secret FROM iam_session_secret')?.secret ??
    generateKeySync('hmac', { length: 256 }).export().toString('hex');
  store.run('INSERT INTO iam_session_secret SELECT ? WHERE NOT EXISTS (SELECT 1 FROM iam_session_secret)', secret);
  const derived = (use: string, roleArn: string): Buffer =>
    createHmac('sha256', secret).update(`${use}\n${roleArn}`).digest();
  const sessions = new Map<string, SessionCredentials>();
  return {
    of: (roleArn) => {
      const made = {
        // Keys of sessions begin so: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
        accessKeyId: `ASIA${derived('id', roleArn).toString('hex').slice(0, 16).toUpperCase()}`,
        secretAccessKey: derived('secret', roleArn).toString('base64'),
        sessionToken: derived('token', roleArn).toString('base64'),
        roleArn,
      };
      sessions.set(made.accessKeyId, made);
      return made;
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
  };
}
