import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Key } from './key-store.ts';

/** Layout of a ciphertext here: format byte, key id (36), nonce (12), tag (16), encrypted bytes. AWS's own is not published. */
const FORMAT = 1;
const ID_END = 37;
const NONCE_END = 49;
const TAG_END = 65;

export type EncryptionContext = Readonly<Record<string, string>>;

const additionalData = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1))));

const invalidCiphertext = (): AwsError => new AwsError('InvalidCiphertextException', 'UnknownError');

export function encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce);
  cipher.setAAD(additionalData(context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return new Uint8Array(
    Buffer.concat([Buffer.from([FORMAT]), Buffer.from(key.id), nonce, cipher.getAuthTag(), encrypted]),
  );
}

/** The id of the key that made the ciphertext. */
export function keyIdOf(ciphertext: Uint8Array): string {
  if (ciphertext[0] !== FORMAT || ciphertext.length < TAG_END) throw invalidCiphertext();
  return Buffer.from(ciphertext.subarray(1, ID_END)).toString('latin1');
}

export function decrypt(key: Key, ciphertext: Uint8Array, context: EncryptionContext): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key.material, ciphertext.subarray(ID_END, NONCE_END));
  decipher.setAAD(additionalData(context));
  decipher.setAuthTag(ciphertext.subarray(NONCE_END, TAG_END));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(ciphertext.subarray(TAG_END)), decipher.final()]));
  } catch {
    throw invalidCiphertext();
  }
}

export function mac(key: Key, message: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHmac(`sha${key.spec.slice('HMAC_'.length)}`, key.material)
      .update(message)
      .digest(),
  );
}

export const sameMac = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
