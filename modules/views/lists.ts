import { type Ctx, can } from '#platform/ctx.ts'
import { Forbidden, Refused } from '#platform/errors.ts'
import type { BoundOperation, Gate } from '#platform/http.ts'
import { type ListSource, queryOfValues, readValues } from '#platform/list.ts'
import { check } from '#platform/validate.ts'
import { type Written, readRows } from '#platform/written.ts'
import type { ZodType } from 'zod'

/** A list of the product with the handler that reads it. */
export type ServedList = ListSource & { read: BoundOperation['handler'] }
export type ServedLists = ReadonlyMap<string, ServedList>

/** Finds the handler of each list among the operations. */
export function serveLists(
  sources: readonly ListSource[],
  operations: readonly BoundOperation[],
): ServedLists {
  const handlers = new Map(operations.map((bound) => [bound.operation, bound.handler]))
  return new Map(
    sources.map((source) => {
      const read = handlers.get(source.operation)
      if (!read) throw new Error(`no handler reads the list ${source.name}`)
      return [source.name, { ...source, read }]
    }),
  )
}

export function listNamed(lists: ServedLists, name: string): ServedList {
  const list = lists.get(name)
  if (!list) throw new Refused('view.no_such_list', {}, 422)
  return list
}

export const maySee = (ctx: Ctx, list: ServedList): boolean =>
  list.operation.permission === 'signed_in' || can(ctx.actor, list.operation.permission)

export type ListPageRead = { rows: unknown[]; next: string | null; total?: number | undefined }

/**
 * Reads one page of a list by its own operation, as the actor of `ctx`: permission, scopes and masks are the operation's.
 * `limit` may be larger than what the API gives out at once.
 */
export async function readPage(
  ctx: Ctx,
  list: ServedList,
  { query, limit, cursor }: { query: object; limit: number; cursor?: string | null },
): Promise<ListPageRead> {
  if (!maySee(ctx, list)) throw new Forbidden(list.operation.permission)
  const schema = list.operation.query as ZodType | undefined
  const isPaged = schema !== undefined && 'limit' in ((schema as { shape?: object }).shape ?? {})
  const parsed = schema ? (check(schema, query).value as object) : undefined
  const full = isPaged ? { ...parsed, limit, ...(cursor ? { cursor } : {}) } : parsed
  const input = { params: undefined, query: full, body: undefined, file: undefined }
  const page = (await list.read(ctx as Ctx & Gate, input, undefined as never)) as {
    rows: unknown[] | Written<unknown>
    next?: string | null
    total?: number
  }
  return { rows: readRows(page.rows), next: page.next ?? null, total: page.total }
}

/** How many rows match, at most one more than `max`: counted by the list itself where it can count, else by reading them. */
export async function countRows(
  ctx: Ctx,
  list: ServedList,
  { query, max }: { query: object; max: number },
): Promise<number> {
  const canCount = 'count' in ((list.operation.query as { shape?: object } | undefined)?.shape ?? {})
  const page = canCount
    ? await readPage(ctx, list, { query: { ...query, count: 'true' }, limit: 1 })
    : await readPage(ctx, list, { query, limit: max + 1 })
  return Math.min(page.total ?? page.rows.length, max + 1)
}

const IDS_A_PAGE = 1_000

/** The ids of all rows that a search of a list shows to the actor, in its order: at most one more than `limit`. */
export const idsMatching =
  (lists: ServedLists) =>
  async (
    ctx: Ctx,
    { list, search, limit }: { list: string; search: string; limit: number },
  ): Promise<string[]> => {
    const source = listNamed(lists, list)
    const query = queryOfValues(source, readValues(search), { zone: ctx.tenant.zone, now: ctx.now })
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: ListPageRead = await readPage(ctx, source, {
        query,
        cursor,
        limit: Math.min(IDS_A_PAGE, limit + 1),
      })
      ids.push(...page.rows.map((row) => source.idOf?.(row as never) ?? (row as { id: string }).id))
      cursor = page.next
    } while (cursor !== null && ids.length <= limit)
    return ids.slice(0, limit + 1)
  }
