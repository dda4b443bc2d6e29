import { type Ctx, type Actor, can, withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import type { Identity } from '#platform/http.ts'
import type { Job } from '#platform/jobs.ts'
import {
  type LogRow,
  NEWS_MAX,
  type Position,
  isAfter,
  positionOf,
  positionText,
  readEnd,
  readNews,
  readTail,
} from '#platform/live-feed.ts'
import type { Log } from '#platform/log.ts'
import { type RecordRef, findRecords, permissionOf, recordKey } from '#platform/records.ts'

/**
 * Live updates: one reader of the event log per process tells the open pages which records changed. A client learns the kind
 * and id of a record it may read and the name of what happened, never data; what it may not read it does not hear of.
 */
export type LiveClient = {
  token: string
  identity: Identity
  send: (text: string) => void
  /** Ends the stream; the client does not come back by itself when `forGood`. */
  close: (forGood: boolean) => void
}

export type LiveHub = {
  /** Adds a client at the next round; it first gets what was announced after `after`. */
  join: (client: LiveClient, after: string | null) => void
  leave: (client: LiveClient) => void
  /** Says something of a record to our own people who may read it, past the log: it is not repeated to who was away. */
  say: (tenantId: string, ref: RecordRef, text: string) => void
  clients: () => number
  job: Job
  stop: () => void
}

export type LiveOptions = {
  database: Database
  log: Log
  clock: () => Date
  /** Who stands behind a token now, asked anew. */
  recheck: (token: string, now: Date) => Promise<Identity | null>
  /** Who is one of our own people: who looks at a record is not for customers who may read it. */
  isOurs: (actor: Actor) => boolean
  /** What one of them who joins is told besides. */
  greet?: (tenantId: string) => { ref: RecordRef; text: string }[]
}

const EVERY_MS = 150
const BEAT_MS = 20_000
/** Each client's session is looked at once in this time, besides when something of it changed. */
const RECHECK_MS = 60_000
const RECHECKS_AT_ONCE = 4
const ASKING_AT_ONCE = 4
const TENANTS_AT_ONCE = 4
// What changes who may read what. Their clients are looked at again at once.
const OF_RIGHTS =
  /^(session\.revoked|user\.(disabled|changed|password_changed)|role\.|api_key\.revoked|team\.)/

// These change nothing that a page shows.
const QUIET = /^session\.|\.revealed$/

/** An event whose subject is of this type is told only to the person it names. */
const INBOX = 'inbox'

type Item = {
  at: Position
  ref: RecordRef | null
  /** The only person to be told. */
  onlyFor: string | null
  actorId: string | null
  plain: string
  mine: string
}
type Feed = { from: Position; items: Item[] }
type Waiting = { client: LiveClient; after: string | null }
type Said = { tenantId: string; ref: RecordRef; text: string }

type Hub = {
  options: LiveOptions
  byTenant: Map<string, Set<LiveClient>>
  feeds: Map<string, Feed>
  waiting: Waiting[]
  said: Said[]
  /** Everything below was read; null while nobody listens. */
  end: bigint | null
  beatAt: number
  checkedAt: Map<LiveClient, number>
}

export function createLiveHub(options: LiveOptions): LiveHub {
  const hub: Hub = {
    options,
    byTenant: new Map(),
    feeds: new Map(),
    waiting: [],
    said: [],
    end: null,
    beatAt: 0,
    checkedAt: new Map(),
  }
  return {
    join: (client, after) => void hub.waiting.push({ client, after }),
    leave: (client) => forget(hub, client),
    say: (tenantId, ref, text) => {
      if (hub.byTenant.has(tenantId)) hub.said.push({ tenantId, ref, text })
    },
    clients: () => hub.checkedAt.size + hub.waiting.length,
    job: { name: 'live', everyMs: EVERY_MS, run: () => round(hub) },
    stop: () => {
      for (const client of [...hub.checkedAt.keys(), ...hub.waiting.map((one) => one.client)])
        client.close(false)
      hub.waiting = []
    },
  }
}

/** One look at the log: who waits joins where the log was read to, then all get the news. Rounds never overlap. */
async function round(hub: Hub): Promise<boolean> {
  if (hub.checkedAt.size === 0 && hub.waiting.length === 0) {
    hub.end = null
    hub.feeds.clear()
    return false
  }
  hub.end ??= await readEnd(hub.options.database)
  await letIn(hub, hub.end)
  const tenants = [...hub.byTenant.keys()]
  if (tenants.length === 0) return false
  const { end, rows } = await readNews(hub.options.database, { tenants, from: hub.end })
  const byTenant = [...Map.groupBy(rows, (row) => row.tenant_id)]
  await inLanes(byTenant, TENANTS_AT_ONCE, ([tenantId, some]) => tell(hub, tenantId, some))
  hub.end = end
  await passOn(hub)
  await recheckSome(hub, rows)
  beat(hub)
  return false
}

async function letIn(hub: Hub, end: bigint): Promise<void> {
  while (hub.waiting.length > 0) {
    const next = hub.waiting[0]
    if (!next) return
    const tenantId = next.client.identity.tenant.id
    const feed = hub.feeds.get(tenantId) ?? (await openFeed(hub, tenantId, end))
    const joining = hub.waiting.filter((one) => one.client.identity.tenant.id === tenantId)
    hub.waiting = hub.waiting.filter((one) => !joining.includes(one))
    const clients = hub.byTenant.get(tenantId) ?? new Set()
    hub.byTenant.set(tenantId, clients)
    for (const { client } of joining) {
      clients.add(client)
      hub.checkedAt.set(client, hub.options.clock().getTime())
    }
    const had = new Map(joining.map((one) => [one.client, one.after]))
    await eachOf([...had.keys()], ASKING_AT_ONCE, (client) =>
      greet(hub, { client, after: had.get(client) ?? null, feed, end }),
    )
  }
}

async function openFeed(hub: Hub, tenantId: string, end: bigint): Promise<Feed> {
  const { from, rows } = await readTail(hub.options.database, { tenantId, end })
  const feed = { from, items: rows.flatMap(itemOf) }
  hub.feeds.set(tenantId, feed)
  return feed
}

type Greeting = { client: LiveClient; after: string | null; feed: Feed; end: bigint }

/** What a client missed, or that it missed too much; then where it stands. */
async function greet(hub: Hub, { client, after, feed, end }: Greeting): Promise<void> {
  const had = positionOf(after)
  const here = { xid: end, seq: 0 }
  if (had && isAfter(feed.from, had)) client.send(block('reset', positionText(here), '{}'))
  else if (had) {
    const missed = feed.items.filter((item) => isAfter(item.at, had))
    await deliver(hub, [client], missed)
  }
  const isOurs = hub.options.isOurs(client.identity.actor)
  const more = (isOurs && hub.options.greet?.(client.identity.tenant.id)) || []
  const may = await readable(
    hub,
    client,
    more.map((one) => one.ref),
  )
  client.send(
    more
      .filter((one) => may(one.ref))
      .map((one) => one.text)
      .join('') + block('here', positionText(here), '{}'),
  )
}

/** Adds the news of one tenant to its feed and tells its clients. */
async function tell(hub: Hub, tenantId: string, rows: LogRow[]): Promise<void> {
  const clients = [...(hub.byTenant.get(tenantId) ?? [])]
  const feed = hub.feeds.get(tenantId)
  const last = rows.at(-1)
  if (!feed || !last) return
  if (rows.length > NEWS_MAX) {
    feed.items = []
    feed.from = { xid: BigInt(last.xid) + 1n, seq: 0 }
    for (const client of clients) client.send(block('reset', positionText(feed.from), '{}'))
    return
  }
  const items = rows.flatMap(itemOf)
  feed.items.push(...items)
  const dropped = feed.items.splice(0, Math.max(0, feed.items.length - NEWS_MAX)).at(-1)
  if (dropped) feed.from = dropped.at
  await deliver(hub, clients, items)
}

/** Each client gets the items it may read, in their order. Many are decided by permission alone; the others are asked for. */
async function deliver(hub: Hub, clients: LiveClient[], items: Item[]): Promise<void> {
  if (items.length === 0) return
  const refs = items.flatMap((item) => item.ref ?? [])
  const ask = askedOnce((client) => readable(hub, client, refs))
  await eachOf(clients, ASKING_AT_ONCE, async (client) => {
    const { actor } = client.identity
    const may = await ask(client)
    const isWhole = Object.keys(actor.scopes).length === 0
    const text = items
      .filter((item) => (item.onlyFor ? item.onlyFor === actor.id : item.ref ? may(item.ref) : isWhole))
      .map((item) => (item.actorId === actor.id ? item.mine : item.plain))
      .join('')
    if (text) client.send(text)
  })
}

/** Several pages of one person have one answer. */
function askedOnce<T>(ask: (client: LiveClient) => Promise<T>): (client: LiveClient) => Promise<T> {
  const asked = new Map<string, Promise<T>>()
  return (client) => {
    const { id } = client.identity.actor
    const known = asked.get(id) ?? ask(client)
    asked.set(id, known)
    return known
  }
}

const yes = () => true

/** Which of the records this client may read. */
async function readable(
  hub: Hub,
  client: LiveClient,
  refs: RecordRef[],
): Promise<(ref: RecordRef) => boolean> {
  const { actor, tenant, locale } = client.identity
  const open = refs.filter((ref) => !isPlain(actor, ref))
  if (open.length === 0) return yes
  const seed = { tenant, actor, locale, now: hub.options.clock(), requestId: 'live' }
  const unique = [...new Map(open.map((ref) => [recordKey(ref), ref])).values()]
  const found = await withCtx(hub.options.database, seed, (ctx: Ctx) => findRecords(ctx, unique))
  const known = new Set(found.map(recordKey))
  return (ref) => isPlain(actor, ref) || known.has(recordKey(ref))
}

/** Who sees the whole company and holds the permission of the kind reads every record of it. */
function isPlain(actor: Actor, ref: RecordRef): boolean {
  const permission = permissionOf(ref.type)
  return permission !== null && can(actor, permission) && Object.keys(actor.scopes).length === 0
}

/** An event as it is sent. Events of what is no record of the registry are not told; of the company itself: something of much. */
function itemOf(row: LogRow): Item[] {
  const isOfCompany = row.subject_type === 'tenant'
  const isPersonal = row.subject_type === INBOX
  const ref = { type: row.subject_type, id: row.subject_id } as RecordRef
  if (QUIET.test(row.type) || (!isOfCompany && !isPersonal && permissionOf(ref.type) === null)) return []
  const at = { xid: BigInt(row.xid), seq: row.seq }
  const said = isOfCompany
    ? { what: row.type }
    : { what: row.type, type: ref.type, id: ref.id, ...(row.parent_id ? { parent: row.parent_id } : {}) }
  return [
    {
      at,
      ref: isOfCompany || isPersonal ? null : ref,
      onlyFor: isPersonal ? row.subject_id : null,
      actorId: row.actor_id,
      plain: block('change', positionText(at), JSON.stringify(said)),
      mine: block('change', positionText(at), JSON.stringify({ ...said, mine: true })),
    },
  ]
}

export const block = (event: string, id: string | null, data: string): string =>
  `${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`

/** Passes on what was said past the log. */
async function passOn(hub: Hub): Promise<void> {
  const said = hub.said.splice(0)
  for (const [tenantId, some] of Map.groupBy(said, (one) => one.tenantId)) {
    const clients = [...(hub.byTenant.get(tenantId) ?? [])].filter(({ identity }) =>
      hub.options.isOurs(identity.actor),
    )
    const refs = some.map((one) => one.ref)
    const ask = askedOnce((client) => readable(hub, client, refs))
    await eachOf(clients, ASKING_AT_ONCE, async (client) => {
      const may = await ask(client)
      const text = some
        .filter((one) => may(one.ref))
        .map((one) => one.text)
        .join('')
      if (text) client.send(text)
    })
  }
}

/** Looks again at the sessions of those whose rights changed, and at every session now and then. */
async function recheckSome(hub: Hub, rows: LogRow[]): Promise<void> {
  const now = hub.options.clock()
  const touched = rows.filter((row) => OF_RIGHTS.test(row.type))
  const isTouched = ({ identity }: LiveClient) =>
    touched.some(
      (row) =>
        row.tenant_id === identity.tenant.id &&
        (row.subject_type !== 'user' ||
          row.subject_id === identity.actor.id ||
          identity.actor.kind === 'api_key'),
    )
  const due = [...hub.checkedAt]
    .filter(([client, at]) => now.getTime() - at > RECHECK_MS || isTouched(client))
    .map(([client]) => client)
  await eachOf(due, RECHECKS_AT_ONCE, async (client) => {
    const identity = await hub.options.recheck(client.token, now)
    if (!identity) return client.close(true)
    client.identity = identity
    if (hub.checkedAt.has(client)) hub.checkedAt.set(client, now.getTime())
  })
}

/** Keeps streams alive and tells where they stand, so that a quiet client need not read everything again. */
function beat(hub: Hub): void {
  const now = performance.now()
  if (now - hub.beatAt < BEAT_MS || hub.end === null) return
  hub.beatAt = now
  const text = block('here', positionText({ xid: hub.end, seq: 0 }), '{}')
  for (const client of hub.checkedAt.keys()) client.send(text)
}

function forget(hub: Hub, client: LiveClient): void {
  hub.waiting = hub.waiting.filter((one) => one.client !== client)
  hub.checkedAt.delete(client)
  const tenantId = client.identity.tenant.id
  const clients = hub.byTenant.get(tenantId)
  clients?.delete(client)
  if (clients?.size !== 0) return
  hub.byTenant.delete(tenantId)
  hub.feeds.delete(tenantId)
}

/** Runs over all, a few at a time; a client whose turn fails is ended, so that it comes back and gets what it missed. */
const eachOf = (
  clients: LiveClient[],
  atOnce: number,
  work: (client: LiveClient) => Promise<void>,
): Promise<void> => inLanes(clients, atOnce, (client) => work(client).catch(() => client.close(false)))

async function inLanes<T>(all: T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  let at = 0
  const lane = async () => {
    while (at < all.length) await work(all[at++] as T)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, lane))
}
