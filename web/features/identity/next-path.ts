import { paths } from '#web/paths.ts'

/** Where log-in leads: only to a path of our own, because a link must not send people elsewhere. */
export function nextPath(next: string | undefined): string {
  const isOurs =
    next !== undefined && /^\/(?![/\\])[^\u0000-\u001f]*$/.test(next) && !next.startsWith(paths.logIn)
  return isOurs ? next : paths.workbench
}
