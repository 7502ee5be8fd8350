import type { World } from './world.ts';

/** By which links in messages are signed, as their owner reads it. */
export async function linkSecretOf(world: World): Promise<string> {
  const { ref } = world.engine.provisioned.resources.find(({ logicalId }) => logicalId.startsWith('LinkSecret')) ?? {};
  return (await world.operate('secretsmanager', 'GetSecretValue', { SecretId: ref })).SecretString;
}
