import type { House } from '#platform/house.ts'

export type Command = { usage: string; run: (house: House, args: string[]) => Promise<void> }

/** Commands beside serve and migrate. */
export const commands: Record<string, Command> = {}
