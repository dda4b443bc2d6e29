let url: string | null = null

/** Where people open Nuoda, without a slash at the end; set once by the composition root. */
export function usePublicUrl(given: string | null): void {
  url = given
}

/** Null: nobody said it, so that no link into Nuoda can be given out. */
export const publicUrl = (): string | null => url
