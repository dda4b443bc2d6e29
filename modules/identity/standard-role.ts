type Standing = {
  /** What the role may do now. */
  permissions: readonly string[]
  /** What releases gave it so far. */
  given: readonly string[]
  /** What this release gives a role of its key. */
  standard: readonly string[]
}

/**
 * What a built-in role gets from a release: permissions no earlier one gave it. What the company took away stays away, what it added
 * stays, and nothing is taken: a permission a release gives up means nothing any more.
 */
export function newlyGiven({ permissions, given, standard }: Standing): string[] {
  return standard.filter((name) => !given.includes(name) && !permissions.includes(name))
}

/** How a built-in role differs from what its release gives: nothing lacks and nothing is beyond while it was never edited. */
export function differenceOf(
  permissions: readonly string[],
  standard: readonly string[],
): { lacks: string[]; beyond: string[] } {
  return {
    lacks: standard.filter((name) => !permissions.includes(name)),
    beyond: permissions.filter((name) => !standard.includes(name)),
  }
}
