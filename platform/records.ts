import type { RawBuilder } from 'kysely'
import type { Permission } from '#platform/api.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { NotFound } from '#platform/errors.ts'
import { asGranted, grantedIds } from '#platform/grants.ts'

/** Kinds of records by name, added by modules/record-types.ts through declaration merging. */
export interface RecordTypes {}
export type RecordType = keyof RecordTypes

/** What is administered beside them (roles, views, templates …), added in the same place. */
export interface SettingTypes {}
export type SettingType = keyof SettingTypes

/** One record of the company, whatever its kind. */
export type RecordRef = { type: RecordType; id: string }
/** A record, or something administered. */
export type AnyRef = { type: RecordType | SettingType; id: string }

/** What a person knows a record by: its number or name, and a word more where that helps. Personal data masked. */
export type RecordTitle = { id: string; title: string; detail: string | null }
export type FoundRecord = RecordRef & Omit<RecordTitle, 'id'>
export type FoundRef<R extends AnyRef> = Pick<R, 'type' | 'id'> & Omit<RecordTitle, 'id'>

/** How a module makes its records known to what refers to any record: notes, attachments, followers, notices, prints. */
export type RecordKind = {
  type: RecordType
  /** Needed to read records of this kind. */
  permission: Permission
  /** Those of the ids that exist and are within the actor's scopes, in any order. */
  find: (ctx: Ctx, ids: readonly string[]) => Promise<RecordTitle[]>
}

/** What a record has to do with, of one type: SQL of their ids, those that matter most first. */
export type Related = [AnyRef['type'], RawBuilder<unknown>]

/** The same of what is administered, with where it is used. */
export type SettingKind = Pick<RecordKind, 'find'> & {
  type: SettingType
  permission: Permission | 'signed_in'
  uses: (ctx: Ctx, id: string) => Related[]
}

const RECORDS_MAX = 1_000

type Kind = RecordKind | SettingKind
let kinds: ReadonlyMap<AnyRef['type'], Kind> = new Map()

/** Which kinds of records there are; said once by the composition root. */
export function useRecordKinds(all: readonly Kind[]): void {
  kinds = new Map(all.map((kind) => [kind.type, kind]))
}

/** What a kind of record needs to be read; null for what is no kind of record. */
export function permissionOf(type: string): Permission | null {
  const permission = kinds.get(type as RecordType)?.permission ?? 'signed_in'
  return permission === 'signed_in' ? null : permission
}

/** Where something administered is used; nothing for records. */
export function usesOf(ctx: Ctx, { type, id }: AnyRef): Related[] {
  const kind = kinds.get(type)
  return kind && 'uses' in kind ? kind.uses(ctx, id) : []
}

/** Names a record in maps and keys. */
export const recordKey = ({ type, id }: AnyRef): string => `${type}:${id}`

/**
 * The records among `refs` that the actor may read, in the order asked; the others are left out. At most 1,000 at once.
 * Readable is what permission and scopes allow, and what was opened to the actor by a grant.
 */
export async function findRecords<R extends AnyRef>(ctx: Ctx, refs: readonly R[]): Promise<FoundRef<R>[]> {
  return findBy(refs, async (kind, ids) => {
    const own = await findOwn(ctx, kind, ids)
    if (!isGrantable(kind)) return own
    const known = new Set(own.map((title) => title.id))
    const granted = await grantedIds(
      ctx,
      kind.type,
      ids.filter((id) => !known.has(id)),
    )
    return granted.length === 0
      ? own
      : [...own, ...(await kind.find(asGranted(ctx, kind.permission), granted))]
  })
}

/** The same without grants: what permission and scopes alone allow. Who reads by a grant opens nothing to others. */
export const findOwnRecords = (ctx: Ctx, refs: readonly RecordRef[]): Promise<FoundRecord[]> =>
  findBy(refs, (kind, ids) => findOwn(ctx, kind, ids))

/** Only records are opened to somebody by a mention. */
const isGrantable = (kind: Kind): kind is RecordKind => !('uses' in kind)

const findOwn = async (ctx: Ctx, kind: Kind, ids: readonly string[]): Promise<RecordTitle[]> =>
  kind.permission === 'signed_in' || can(ctx.actor, kind.permission) ? kind.find(ctx, ids) : []

async function findBy<R extends AnyRef>(
  refs: readonly R[],
  find: (kind: Kind, ids: readonly string[]) => Promise<RecordTitle[]>,
): Promise<FoundRef<R>[]> {
  if (refs.length > RECORDS_MAX) throw new RangeError(`at most ${RECORDS_MAX} records at once`)
  const found = await Promise.all(
    [...Map.groupBy(refs, (ref) => ref.type)].map(async ([type, some]) => {
      const kind = kinds.get(type)
      const titles = kind ? await find(kind, [...new Set(some.map((ref) => ref.id))]) : []
      return titles.map((title): FoundRef<R> => ({ type, ...title }))
    }),
  )
  const byKey = new Map(found.flat().map((record) => [recordKey(record), record]))
  return refs.flatMap((ref) => byKey.get(recordKey(ref)) ?? [])
}

/** The record, if the actor may read it; NotFound when it is not there, of another company, out of scope or not permitted. */
export async function mustSeeRecord<R extends AnyRef>(ctx: Ctx, ref: R): Promise<FoundRef<R>> {
  const [record] = await findRecords(ctx, [ref])
  if (!record) throw new NotFound(ref.type)
  return record
}
