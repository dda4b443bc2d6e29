import { rm } from 'node:fs/promises'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { waitingPath } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'
import { findAsker } from './acting.ts'
import type { Settings, Work } from './batch.ts'
import { countRows, lockToWork, saveBatch } from './batch-store.ts'
import { subjectOf } from './events.ts'
import type { ImportKind } from './kind-names.ts'
import { mappingFor } from './mappings.ts'
import type { ImportRefusal } from './refusals.ts'
import { type ReadPart, readSheet } from './sheet.ts'

/** A reader that has not been heard of for so long is gone; the next one begins anew. */
const SILENT_S = 30
const STATEMENT_MS = 60_000

type Tools = { database: Database; log: Log; clock: () => Date }
type Reading = { tenant: Tenant; id: string }
type Claimed = { kind: ImportKind; settings: Settings; work: Work; createdBy: string | null }

/**
 * Reads the file of a batch into its rows, piece by piece, each in a transaction of its own. False when somebody else is at it.
 * A file that cannot be taken ends as `failed`, with the reason.
 */
export async function readBatch(tools: Tools, { tenant, id }: Reading): Promise<boolean> {
  const reader = newId()
  const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
    withCtx(tools.database, systemSeed(tenant, 'imports.reading', tools.clock()), work, {
      statementMs: STATEMENT_MS,
    })
  const claimed = await inside((ctx) => claim(ctx, id, reader))
  if (!claimed) return false
  const path = waitingPath(tenant.id, id)
  let first: ReadPart | null = null
  try {
    const order = { path, kind: claimed.kind, sheet: claimed.settings.sheet ?? undefined }
    for await (const part of readSheet(order, tools.log)) {
      if (!(await inside((ctx) => keepPart(ctx, { id, reader, part })))) return true
      first ??= part
    }
    await inside((ctx) => endReading(ctx, { id, reader, claimed, first }))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { code, details } = error
    await inside((ctx) => failReading(ctx, { id, reader, code: code as ImportRefusal, details }))
  }
  // Of several sheets another one may be wanted; after a day nobody is waited for (stillReading).
  if ((first?.sheets ?? claimed.settings.sheets ?? []).length < 2) await rm(path, { force: true })
  return true
}

async function claim(ctx: Ctx, id: string, reader: string): Promise<Claimed | null> {
  const row = await ctx.db.maybe(sql<Claimed>`
    update import_batch set heartbeat_at = clock_timestamp(), work = work || jsonb_build_object('reader', ${reader}::text, 'done', 0)
    where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'reading'
      and (heartbeat_at is null or heartbeat_at < clock_timestamp() - ${SILENT_S} * interval '1 second')
    returning kind, mapping as settings, work, created_by as "createdBy"`)
  if (!row) return null
  await ctx.db.run(sql`delete from import_row where tenant_id = ${ctx.tenant.id} and batch_id = ${id}`)
  return row
}

type Kept = { id: string; reader: string; part: ReadPart }

/** False when the batch was stopped or taken over: then this reader ends. */
async function keepPart(ctx: Ctx, { id, reader, part }: Kept): Promise<boolean> {
  const isOurs = await ctx.db.run(sql`
    update import_batch set heartbeat_at = clock_timestamp(), total = case when (work ->> 'done')::int = 0 then 0 else total end + ${part.count},
      work = jsonb_set(work, '{done}', to_jsonb((work ->> 'done')::int + ${part.count}))
    where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'reading' and work ->> 'reader' = ${reader}`)
  if (isOurs === 0) return false
  await ctx.db.run(sql`
    insert into import_row (tenant_id, batch_id, row_no, group_no, raw)
    select ${ctx.tenant.id}, ${id}, (r ->> 0)::int, (r ->> 0)::int, r -> 1 from jsonb_array_elements(${part.json}::jsonb) r`)
  return true
}

type Ended = { id: string; reader: string; claimed: Claimed; first: ReadPart | null }

async function endReading(ctx: Ctx, { id, reader, claimed, first }: Ended): Promise<void> {
  const batch = await lockToWork(ctx, id)
  if (batch?.state !== 'reading' || batch.work?.reader !== reader || !first) return
  const counts = await countRows(ctx, id)
  const actor = (await findAsker(ctx, batch.work)) ?? ctx.actor
  const settings = {
    ...claimed.settings,
    ...(await mappingFor({ ...ctx, actor }, { kind: claimed.kind, userId: claimed.createdBy, ...first })),
    sheets: first.sheets,
    sheet: first.sheet,
  }
  await ctx.db.run(sql`
    update import_batch set columns = ${first.columns}::text[], format = ${first.format}, total = ${counts.unchecked}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await saveBatch(ctx, id, { state: 'uploaded', settings, counts, work: null, problem: null })
  emit(ctx, 'import.read', subjectOf(id), {
    kind: claimed.kind,
    rows: counts.unchecked,
    columns: first.columns.length,
  })
}

type Failed = { id: string; reader: string; code: ImportRefusal; details: Record<string, unknown> }

async function failReading(ctx: Ctx, { id, reader, code, details }: Failed): Promise<void> {
  const batch = await lockToWork(ctx, id)
  if (batch?.state !== 'reading' || batch.work?.reader !== reader) return
  await ctx.db.run(sql`delete from import_row where tenant_id = ${ctx.tenant.id} and batch_id = ${id}`)
  await ctx.db.run(sql`update import_batch set total = 0 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await saveBatch(ctx, id, { state: 'failed', work: null, problem: { code, details } })
}

/** Of some batches, those whose file is still needed. */
export async function stillReading(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all(
    sql<{ id: string }>`
      select id from import_batch where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) and state = 'reading'`,
  )
  return rows.map((row) => row.id)
}
