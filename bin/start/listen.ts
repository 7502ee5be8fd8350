/** Listens on the wanted port, or on the next free one after it, so that a second `npm start` does not stop at the first's port. */
export async function listenOn<Server>(
  port: number,
  listen: (port: number) => Promise<Server>,
  tries = 10,
): Promise<Server> {
  try {
    return await listen(port);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || tries <= 1 || port === 0) throw error;
    return listenOn(port + 1, listen, tries - 1);
  }
}
