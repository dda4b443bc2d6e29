import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import { sql } from '#platform/db.ts'
import { userBulk } from './bulk.ts'
import { setUserDisabled } from './users.ts'

export const identityBulkActions: BulkAction[] = bulkActions(
  userBulk,
  (ctx, ids) =>
    ctx.db.all(sql<{ id: string; title: string }>`
      select id, name as title from app_user where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`),
  {
    disable: (ctx, id) => setUserDisabled(ctx, { id, disabled: true }),
    enable: (ctx, id) => setUserDisabled(ctx, { id, disabled: false }),
  },
)
