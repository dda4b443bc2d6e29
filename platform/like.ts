/** Text for a pattern of LIKE in which no sign stands for others. */
export const escapeLike = (text: string): string => text.replace(/[%_\\]/g, '\\$&')

/** The pattern of LIKE for whatever holds this text. */
export const containing = (text: string): string => `%${escapeLike(text)}%`
