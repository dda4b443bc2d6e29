import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Country, Flag, Id, LocalTime, SeenVersion, line, page } from '#platform/schema.ts'
import { warehouseList } from './inventory-list.ts'
import { isDestination } from './lane.ts'
import { Archive, ById, PriceMinor, Search, Totals, keysOf } from './stock-shapes.ts'
import { LANES_MAX, type WarehouseKind, warehouseKinds } from './warehouse.ts'

const Kind = z.enum(keysOf<WarehouseKind>(warehouseKinds))
export const LaneRow = z.object({
  destination: z.string(),
  transitHours: z.int(),
  fixedCostMinor: z.int(),
  unitCostMinor: z.int(),
  carrierId: Id.nullable(),
  carrierName: z.string().nullable(),
  mode: z.string(),
})
export const WarehouseRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  kind: Kind,
  supplierId: Id.nullable(),
  supplierName: z.string().nullable(),
  country: z.string(),
  province: z.string(),
  city: z.string(),
  street: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  calendarId: Id.nullable(),
  cutoff: z.string(),
  archivedAt: z.string().nullable(),
  version: z.int(),
  lanes: z.int(),
  products: z.int(),
  ...Totals,
})
export const WarehouseView = WarehouseRow.extend({ laneRows: z.array(LaneRow) })
const WarehouseInput = {
  code: line(40, 1),
  name: line(120, 1),
  kind: Kind.default('own'),
  supplierId: Id.nullable().default(null),
  country: Country.default('CN'),
  province: line(60).default(''),
  city: line(60).default(''),
  street: line(200).default(''),
  latitude: z.number().min(-90).max(90).nullable().default(null),
  longitude: z.number().min(-180).max(180).nullable().default(null),
  calendarId: Id.nullable().default(null),
  cutoff: LocalTime.default('16:00'),
}
const LaneInput = z.strictObject({
  destination: line(12, 1).refine(
    isDestination,
    '目的地应为 *、国家代码（CN）或国家-省份（CN-44） · a destination is *, a country (CN) or a country and province (CN-44)',
  ),
  transitHours: z.int().min(0).max(8_760),
  fixedCostMinor: PriceMinor.default(0),
  unitCostMinor: PriceMinor.default(0),
  carrierId: Id.nullable().default(null),
  mode: line(40).default(''),
})

export const warehousesApi = {
  listWarehouses: op({
    method: 'GET',
    path: '/warehouses',
    permission: 'inventory.read',
    summary: { zh: '仓库列表', en: 'Warehouses' },
    query: z.strictObject({ ...listParams(warehouseList), search: Search, archived: Flag.optional() }),
    result: page(WarehouseRow),
  }),
  getWarehouse: op({
    method: 'GET',
    path: '/warehouses/{id}',
    permission: 'inventory.read',
    record: 'warehouse',
    summary: { zh: '仓库详情与线路', en: 'One warehouse with its lanes' },
    params: ById,
    result: WarehouseView,
  }),
  createWarehouse: op({
    method: 'POST',
    path: '/warehouses',
    permission: 'inventory.manage',
    summary: { zh: '新增仓库', en: 'Add a warehouse' },
    body: z.strictObject(WarehouseInput),
    result: WarehouseView,
  }),
  updateWarehouse: op({
    method: 'PUT',
    path: '/warehouses/{id}',
    permission: 'inventory.manage',
    summary: { zh: '修改仓库', en: 'Change a warehouse' },
    params: ById,
    body: z.strictObject({ ...WarehouseInput, version: SeenVersion }),
    result: WarehouseView,
  }),
  setWarehouseArchived: op({
    method: 'POST',
    path: '/warehouses/{id}/archived',
    isUndoable: true,
    permission: 'inventory.manage',
    summary: { zh: '停用或启用仓库', en: 'Archive or restore a warehouse' },
    params: ById,
    body: Archive,
    result: WarehouseView,
  }),
  replaceLanes: op({
    method: 'PUT',
    path: '/warehouses/{id}/lanes',
    permission: 'inventory.manage',
    summary: { zh: '保存发货线路', en: 'Save the lanes of a warehouse' },
    params: ById,
    body: z.strictObject({ lanes: z.array(LaneInput).max(LANES_MAX), version: SeenVersion }),
    result: WarehouseView,
  }),
} satisfies OperationTable
