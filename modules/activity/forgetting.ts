import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { forgetFiles } from '#platform/files.ts'
import type { Job } from '#platform/jobs.ts'

const EVERY_MS = 600_000
/** Whoever removed the wrong file can ask the operator for it so long. */
const KEPT_MS = 86_400_000
/** Files of one transaction. */
const LOT = 200

/** Forgets the files that were taken away from records. That they were there, and who took them away, stays. */
export function removedFilesJob(database: Database, clock: () => Date): Job {
  return {
    name: 'removed_files',
    everyMs: EVERY_MS,
    async run() {
      let hasMore = false
      for (const tenant of await listTenants(database, null)) {
        const seed = systemSeed(tenant, 'removed_files', clock())
        hasMore = (await withCtx(database, seed, forgetRemoved)) === LOT || hasMore
      }
      return hasMore
    },
  }
}

/** Says how many were forgotten, at most LOT. */
export async function forgetRemoved(ctx: Ctx): Promise<number> {
  const removedBefore = new Date(ctx.now.getTime() - KEPT_MS)
  const rows = await ctx.db.all(sql<{ id: string; fileId: string }>`
    select id, file_id as "fileId" from attachment
    where tenant_id = ${ctx.tenant.id} and removed_at < ${removedBefore} and file_id is not null
    order by removed_at limit ${LOT} for update skip locked`)
  await ctx.db.run(sql`
    update attachment set file_id = null where tenant_id = ${ctx.tenant.id} and id = any(${rows.map((row) => row.id)}::uuid[])`)
  await forgetFiles(
    ctx,
    rows.map((row) => row.fileId),
  )
  return rows.length
}
