/** Listens on the wanted port, or on the next free one after it, so that a second `npm start` does not stop at the first's port. Port 0 takes any free one. */
export async function listenOn<Server>(
  wanted: number,
  listen: (port: number) => Promise<Server>,
  tries = 10,
): Promise<Server> {
  for (let port = wanted; port < wanted + tries; port += 1) {
    try {
      return await listen(port);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || wanted === 0) throw error;
    }
  }
  throw new Error(
    `The ports ${String(wanted)} to ${String(wanted + tries - 1)} are taken. End what listens there, or name another one with --port.`,
  );
}
