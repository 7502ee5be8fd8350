/** Whether a transaction was refused because somebody else was faster: a condition that did not hold, or another transaction on one of the items. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return false;
  const reasons: unknown = Reflect.get(error, 'CancellationReasons');
  if (!Array.isArray(reasons)) return false;
  return reasons.every((reason: unknown) => {
    const code: unknown = typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'Code') : undefined;
    return code === undefined || code === 'None' || code === 'ConditionalCheckFailed' || code === 'TransactionConflict';
  });
}

/** Whether a conditional write was done. False: its condition does not hold, so somebody else was there, or it was done before. */
export async function unlessConditionFails(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
