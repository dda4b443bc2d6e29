import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, line } from '#platform/schema.ts'
import { COUNT_MAX, NAME_MAX, SEARCH_MAX, VIEWS_MAX, visibilities } from './view.ts'

const LAYOUT_MAX = 4_000

const ListName = z.string().regex(/^[a-z][a-z-]{1,40}$/)
const Search = z.string().max(SEARCH_MAX)
/** Columns, their widths, density: as the list page keeps them. */
const Layout = z
  .record(z.string().max(40), z.unknown())
  .refine(
    (layout) => JSON.stringify(layout).length <= LAYOUT_MAX,
    `最多 ${LAYOUT_MAX} 个字符 · At most ${LAYOUT_MAX} characters`,
  )

export const ViewRow = z.object({
  id: Id,
  list: ListName,
  name: z.string(),
  visibility: z.enum(visibilities),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  team: z.object({ id: Id, name: z.string() }).nullable(),
  search: Search,
  layout: z.record(z.string(), z.unknown()),
  isDefault: z.boolean(),
  changedAt: z.date(),
  changedBy: z.string().nullable(),
  version: z.int(),
})

/** A view with what its list is called, and where that is. */
export const ListedView = z.object({
  ...ViewRow.shape,
  listTitle: z.object({ zh: z.string(), en: z.string() }),
  listPath: z.string(),
})

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })

export const viewsApi = {
  listViews: op({
    method: 'GET',
    path: '/views',
    permission: 'signed_in',
    summary: { zh: '我能看到的视图', en: 'The views a person sees' },
    query: z.strictObject({ list: ListName.optional() }),
    result: z.object({
      rows: z.array(ListedView),
      /** Teams a view can be shared with. */
      teams: z.array(z.object({ id: Id, name: z.string(), disabledAt: z.string().nullable() })),
    }),
  }),
  countViews: op({
    method: 'GET',
    path: '/views/counts',
    permission: 'signed_in',
    summary: {
      zh: `各视图的记录数（最多数到 ${COUNT_MAX}）`,
      en: `How many rows each view has, up to ${COUNT_MAX}`,
    },
    query: z.strictObject({ list: ListName.optional() }),
    /** `count` is null where it could not be counted; `isMore`: there are more than that. */
    result: z.object({
      rows: z.array(z.object({ id: Id, count: z.int().nullable(), isMore: z.boolean() })),
    }),
    slow: true,
  }),
  saveView: op({
    method: 'POST',
    path: '/views',
    permission: 'signed_in',
    summary: { zh: '保存视图', en: 'Save a view' },
    body: z.strictObject({ list: ListName, name: line(NAME_MAX, 1), search: Search, layout: Layout }),
    result: ViewRow,
  }),
  changeView: op({
    method: 'PATCH',
    path: '/views/{id}',
    permission: 'signed_in',
    summary: { zh: '修改视图', en: 'Change a view' },
    params: ById,
    body: z.strictObject({
      version: z.int().min(1),
      name: line(NAME_MAX, 1).optional(),
      search: Search.optional(),
      layout: Layout.optional(),
    }),
    result: ViewRow,
  }),
  shareView: op({
    method: 'PUT',
    path: '/views/{id}/sharing',
    permission: 'view.share',
    summary: { zh: '共享视图', en: 'Say who sees a view' },
    params: ById,
    body: z.strictObject({ visibility: z.enum(visibilities), teamId: Id.nullable() }),
    result: ViewRow,
  }),
  deleteView: op({
    method: 'DELETE',
    path: '/views/{id}',
    permission: 'signed_in',
    summary: { zh: '删除视图', en: 'Delete a view' },
    params: ById,
    result: Done,
  }),
  restoreView: op({
    method: 'POST',
    path: '/views/{id}/restoration',
    permission: 'signed_in',
    summary: { zh: '恢复已删除的视图', en: 'Bring a deleted view back' },
    params: ById,
    result: ViewRow,
  }),
  orderViews: op({
    method: 'PUT',
    path: '/views/order',
    permission: 'signed_in',
    summary: { zh: '调整视图顺序', en: 'Put views in order' },
    body: z.strictObject({ list: ListName, ids: z.array(Id).max(3 * VIEWS_MAX) }),
    result: Done,
  }),
  setDefaultView: op({
    method: 'PUT',
    path: '/views/default',
    permission: 'signed_in',
    summary: { zh: '设为默认视图', en: 'Open a list with this view' },
    body: z.strictObject({ list: ListName, viewId: Id.nullable() }),
    result: Done,
  }),
} satisfies OperationTable
