/** The code of a page did not come, and the server cannot be reached. */
export class Unloaded extends Error {}

/** Whether the server can be reached and is ready. */
export const isServerThere = (): Promise<boolean> =>
  fetch('/ready', { cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  )

/**
 * Loads the code of a page. Where it does not come the router has the browser load everything anew, which is right after a new
 * version; without a server that would leave the browser's own page in place of the app: `Unloaded` is thrown then.
 */
export async function loadCode<M>(load: () => Promise<M>): Promise<M> {
  try {
    return await load()
  } catch (error) {
    if (await isServerThere()) throw error
    // Not in the browser's words: the router looks for them.
    throw new Unloaded('the server cannot be reached', { cause: error })
  }
}
