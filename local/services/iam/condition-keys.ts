/** Which condition keys a policy may name. A key that is not here stops the boot, because nobody would ever fill it in. */

type Values = 'one' | 'many';

/** Filled in by the evaluation itself from the principal. */
const GLOBAL_KEYS: Readonly<Record<string, Values>> = {
  'aws:sourcearn': 'one',
  'aws:sourceaccount': 'one',
  'aws:principalarn': 'one',
  'aws:principalaccount': 'one',
  'aws:principaltype': 'one',
  'aws:principalisawsservice': 'one',
  'aws:principalservicename': 'one',
  'aws:securetransport': 'one',
  'aws:viaawsservice': 'one',
  'aws:requestedregion': 'one',
};

/** Filled in by the service that asks (`AuthorizationRequest.context`). */
const SERVICE_KEYS: Readonly<Record<string, Values>> = {
  'kms:viaservice': 'one',
  'kms:calleraccount': 'one',
  'kms:encryptioncontextkeys': 'many',
  's3:prefix': 'one',
  's3:delimiter': 'one',
  's3:x-amz-server-side-encryption': 'one',
  's3:x-amz-server-side-encryption-aws-kms-key-id': 'one',
  'ses:fromaddress': 'one',
  'ses:fromdisplayname': 'one',
  'ses:recipients': 'many',
  'dynamodb:leadingkeys': 'many',
  'secretsmanager:secretid': 'one',
  'secretsmanager:versionstage': 'one',
  'secretsmanager:versionid': 'one',
  'iam:passedtoservice': 'one',
  // The engine has no CloudWatch, so nobody asks for the action that carries it.
  'cloudwatch:namespace': 'one',
};

/** How many values the key has in a request, or undefined when it is not understood. `key` in lower case. */
export function valuesOfKey(key: string): Values | undefined {
  if (key.startsWith('kms:encryptioncontext:')) return 'one';
  return GLOBAL_KEYS[key] ?? SERVICE_KEYS[key];
}
