import { z } from 'zod'
import { Id } from '#platform/schema.ts'

/** One event of a record's timeline, as every module's timeline operation answers it. */
export const TimelineRow = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  actorKind: z.string(),
  actorName: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
