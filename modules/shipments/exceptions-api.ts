import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, line, page, prose } from '#platform/schema.ts'
import { exceptionKinds, exceptionStates } from './exception.ts'
import { exceptionList } from './shipment-list.ts'
import { ById, ExceptionRow, Liable, Moment, Named, Status } from './shipment-shapes.ts'

export const ListedException = ExceptionRow.extend({
  shipment: z.object({
    id: Id,
    number: z.string(),
    waybill: z.string().nullable(),
    status: Status,
    lastEventAt: Moment,
  }),
  customer: Named,
  carrier: Named.nullable(),
})

export const exceptionsApi = {
  listExceptions: op({
    method: 'GET',
    path: '/exceptions',
    permission: 'shipment.read',
    summary: { zh: '运输异常列表', en: 'Exceptions' },
    query: z.strictObject({
      ...listParams(exceptionList),
      state: z.enum([...exceptionStates, 'unresolved']).default('unresolved'),
      mine: z.enum(['true', 'false']).optional(),
    }),
    result: page(ListedException),
  }),
  openException: op({
    method: 'POST',
    path: '/shipments/{id}/exceptions',
    permission: 'exception.manage',
    summary: { zh: '登记异常', en: 'Report an exception' },
    params: ById,
    body: z.strictObject({ kind: z.enum(exceptionKinds), reason: line(300, 1), liable: Liable.optional() }),
    result: z.object({ exceptionId: Id }),
  }),
  assignException: op({
    method: 'POST',
    path: '/exceptions/{id}/owner',
    permission: 'exception.manage',
    summary: { zh: '指派异常负责人', en: 'Give an exception to somebody' },
    params: ById,
    body: z.strictObject({ ownerId: Id.nullable() }),
    result: ListedException,
  }),
  resolveException: op({
    method: 'POST',
    path: '/exceptions/{id}/resolution',
    isUndoable: true,
    permission: 'exception.manage',
    summary: { zh: '处理完毕', en: 'Resolve an exception' },
    params: ById,
    body: z.strictObject({ resolution: prose(1_000).pipe(z.string().min(1)), liable: Liable.optional() }),
    result: ListedException,
  }),
} satisfies OperationTable
