import { type Cell, type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { promisesApi } from './api.ts'
import { levelNames } from './ladder.ts'
import { isDelayUntold, kindNames, stateNames, verdict, verdictNames } from './promise.ts'

type Row = RowOf<typeof promisesApi.listPromises>

const text = {
  urgent: { zh: '加急', en: 'Urgent' },
  untold: { zh: '新日期未告知', en: 'New date not told' },
  untoldDelay: { zh: '延误未告知', en: 'Delay not told' },
  told: { zh: '已告知', en: 'Told' },
  noData: { zh: '历史不足', en: 'No history' },
  nobody: { zh: '无人负责', en: 'Nobody' },
  paused: { zh: '计时已暂停', en: 'The clock is paused' },
}

export const promiseFields: readonly ListField<Row>[] = [
  { key: 'name', title: { zh: '承诺', en: 'Promise' }, value: nameOf },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (p) => p.customerName },
  { key: 'due', title: { zh: '承诺时间', en: 'Due' }, value: (p) => at(p.dueAt) },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: stateOf },
  { key: 'risk', title: { zh: '延误风险', en: 'Risk of delay' }, value: riskOf },
  { key: 'told', title: { zh: '告知客户', en: 'Customer told' }, value: toldOf },
  { key: 'owner', title: { zh: '负责人', en: 'Owner' }, value: (p) => p.ownerName ?? text.nobody },
  { key: 'warehouse', title: { zh: '仓库', en: 'Warehouse' }, value: (p) => p.warehouseName },
  { key: 'carrier', title: { zh: '承运商', en: 'Carrier' }, value: (p) => p.carrierName },
  { key: 'lane', title: { zh: '线路', en: 'Lane' }, value: (p) => joined(' · ', [p.lane, p.mode]) },
]

function nameOf(p: Row): Cell {
  const line = p.lineNo === null ? null : { zh: `第 ${p.lineNo} 行`, en: `line ${p.lineNo}` }
  const part = p.shipmentNumber ?? joined(' · ', [line, p.productName])
  const urgent = p.urgent ? text.urgent : null
  return joined(' ', [kindNames[p.kind], p.orderNumber ?? p.subjectId.slice(-8), urgent, part])
}

function stateOf(p: Row, now: Date): Cell {
  const level = levelNames[p.level]
  if (p.state === 'open' && level) return level
  if (p.state !== 'fulfilled') return stateNames[p.state]
  const link = {
    earlyMs: p.earlyAt ? Date.parse(p.earlyAt) : null,
    dueMs: Date.parse(p.dueAt),
    contractDueMs: null,
  }
  const fulfilledMs = p.fulfilledAt ? Date.parse(p.fulfilledAt) : null
  return verdictNames[verdict([link], fulfilledMs, { against: 'current', nowMs: now.getTime() })]
}

function riskOf(p: Row, now: Date): Cell {
  if (p.state !== 'open' || new Date(p.dueAt) < now) return null
  return p.lateShare === null ? text.noData : { share: p.lateShare, decimals: 0 }
}

function toldOf(p: Row, now: Date): Cell {
  if (p.toldAt) return joined(' ', [text.told, at(p.toldAt)])
  const isLive = p.state === 'open' || p.state === 'paused'
  if (p.changes > 0 && isLive) return text.untold
  return isDelayUntold(p, now.getTime()) ? text.untoldDelay : null
}
