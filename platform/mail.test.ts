import { type AddressInfo, createServer } from 'node:net'
import pg from 'pg'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'
import { MAIL_TASK, MAIL_TRIES_MAX, SECRET_MARK, discardMail, queueMail, resendMail } from '#platform/mail.ts'
import { failureOf, mailTask } from '#platform/mail-sending.ts'
import { startQueue, unlockJob } from '#platform/queue.ts'
import { world } from '#platform/testing/world.ts'

const w = world()
const FAST = { perMinute: 6_000, from: 'service@nuoda.example' }
let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
})
afterAll(() => admin.end())

const lines: string[] = []
const log: Log = {
  info: (fields, message) => void lines.push(message + JSON.stringify(fields)),
  warn: (fields, message) => void lines.push(message + JSON.stringify(fields)),
  error: (fields, message) => void lines.push(message + JSON.stringify(fields)),
}

let stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop()
  stops = []
})

/** A mail server on loopback; `got` are the mails it took. */
async function mailServer(options: SMTPServerOptions = {}) {
  const got: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        got.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stops.push(() => new Promise((done) => server.close(() => done())))
  const { port } = server.server.address() as AddressInfo
  return { got, url: `smtp://127.0.0.1:${port}` }
}

/** Takes a mail's first bytes and hangs up. */
async function droppingServer(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    let inData = false
    socket.write('220 drop\r\n')
    socket.on('data', (chunk: Buffer) => {
      if (inData) return socket.destroy()
      inData = chunk.toString().startsWith('DATA')
      return socket.write(inData ? '354 go\r\n' : '250 ok\r\n')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stops.push(() => new Promise((done) => server.close(() => done())))
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function start(url: string) {
  const queue = await startQueue({
    database: w.database,
    log,
    tasks: { [MAIL_TASK]: mailTask(w.database, { ...FAST, url }, w.now) },
  })
  stops.push(() => queue.stop())
}

const mailOf = (id: string) =>
  w.committed((ctx) =>
    ctx.db.one(
      sql<{ state: string; tries: number; answer: string | null; next_try_at: Date | null }>`
      select state, tries, answer, next_try_at from mail where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    ),
  )

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (await what()) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error('it did not come to pass')
}

const hurry = () =>
  admin.query(`update graphile_worker._private_jobs set run_at = now() where locked_at is null`)

async function enqueue(mail: Partial<Parameters<typeof queueMail>[1]> = {}): Promise<string> {
  const id = await w.committed((ctx: Ctx) =>
    queueMail(ctx, { key: newId(), to: 'li@customer.example', subject: '订单', text: '您好', ...mail }),
  )
  await w.catchUp()
  return id ?? ''
}

test('a mail with a file arrives, from the company, once for its key', async () => {
  const { got, url } = await mailServer()
  const fileId = await w.committed((ctx) =>
    storeFile(ctx, { name: '报表.csv', contentType: 'text/csv', bytes: Buffer.from('a,b') }),
  )
  const id = await enqueue({
    key: 'k-1',
    html: '<p>您好</p>',
    attachmentIds: [fileId],
    subject: 'A\r\nBcc: x@y.example',
  })
  expect(await enqueue({ key: 'k-1' })).toBe('')
  await start(url)
  await until(async () => (await mailOf(id)).state === 'sent')
  expect(got).toHaveLength(1)
  expect(got[0]).toContain(`Message-ID: <${id}@nuoda.example>`)
  expect(got[0]).toContain('Auto-Submitted: auto-generated')
  expect(got[0]).toContain('Subject: A Bcc: x@y.example')
  expect(got[0]).not.toMatch(/^Bcc:/m)
  expect(got[0]).toContain('attachment')
  expect(await mailOf(id)).toMatchObject({ tries: 1, answer: null })
})

test('what only the receiver may read is in the mail alone, and gone when it was sent or is not to be', async () => {
  const { got, url } = await mailServer()
  const id = await enqueue({ text: `open https://n.example/t/${SECRET_MARK} now`, secret: 'nt-token$&' })
  const other = await enqueue({ text: SECRET_MARK, secret: 'nt-token$&' })
  await w.committed((ctx) => discardMail(ctx, other))
  const rows = () =>
    admin.query<{ all: string; secret: string | null }>(
      `select m::text as all, secret from mail m where id = any($1) order by id = $2 desc`,
      [[id, other], id],
    )
  const before = await rows()
  expect(before.rows.map(({ secret }) => secret === null)).toEqual([false, true])
  expect(before.rows[0]?.all).not.toContain('nt-token')
  await start(url)
  await until(async () => (await mailOf(id)).state === 'sent')
  expect(got[0]).toContain('https://n.example/t/nt-token$& now')
  expect((await rows()).rows.map(({ secret }) => secret)).toEqual([null, null])
  expect(lines.join()).not.toContain('nt-token')
})

test('what the server cannot take now is tried again', async () => {
  let refused = 0
  const { got, url } = await mailServer({
    onRcptTo(address, _session, done) {
      refused += 1
      if (refused > 1) return done()
      done(Object.assign(new Error(`4.2.1 mailbox of ${address.address} is busy`), { responseCode: 451 }))
    },
  })
  const id = await enqueue()
  await start(url)
  await until(async () => (await mailOf(id)).tries === 1 && (await mailOf(id)).answer !== null)
  const waiting = await mailOf(id)
  expect(waiting.state).toBe('waiting')
  expect(waiting.answer).toContain('451')
  expect(waiting.answer).not.toContain('li@customer.example')
  expect(waiting.next_try_at?.getTime()).toBeGreaterThan(Date.now())
  await until(async () => {
    await hurry()
    return (await mailOf(id)).state === 'sent'
  })
  expect(got).toHaveLength(1)
  expect(await mailOf(id)).toMatchObject({ tries: 2, answer: null })
})

test('what the server refuses for good ends as failed, is seen, and can be sent again', async () => {
  let open = false
  const { got, url } = await mailServer({
    onRcptTo(_address, _session, done) {
      done(
        open
          ? undefined
          : Object.assign(new Error('5.1.1 no such user li@customer.example'), { responseCode: 550 }),
      )
    },
  })
  const id = await enqueue()
  await start(url)
  await until(async () => (await mailOf(id)).state === 'failed')
  expect(await mailOf(id)).toMatchObject({ tries: 1, next_try_at: null })
  expect(await eventsOf(id)).toEqual(['mail.queued', 'mail.failed'])
  open = true
  await w.committed((ctx) => resendMail(ctx, id))
  await w.catchUp()
  await until(async () => (await mailOf(id)).state === 'sent')
  expect(got).toHaveLength(1)
  await expect(w.committed((ctx) => resendMail(ctx, id))).rejects.toThrow('mail.ended')
})

test('a connection dropped in the middle of a mail is tried again, and after the last try the mail is failed', async () => {
  const url = await droppingServer()
  const id = await enqueue({ text: 'x'.repeat(150_000) })
  await start(url)
  await until(async () => (await mailOf(id)).answer !== null)
  expect(await mailOf(id)).toMatchObject({ state: 'waiting', tries: 1 })
  // Only when the worker has let go of it: it writes the time of its own next try last.
  const lastTry = `update graphile_worker._private_jobs set attempts = ${MAIL_TRIES_MAX - 1}, run_at = now() where key = $1 and locked_at is null`
  await until(async () => (await admin.query(lastTry, [`${MAIL_TASK}:${id}`])).rowCount === 1)
  await until(async () => (await mailOf(id)).state === 'failed')
  expect((await mailOf(id)).tries).toBe(MAIL_TRIES_MAX)
})

test('a slow server is waited for; stopping waits for the mail under way', async () => {
  const { got, url } = await mailServer({
    onRcptTo(_address, _session, done) {
      setTimeout(done, 1_000)
    },
  })
  const id = await enqueue()
  await start(url)
  await until(async () => (await mailOf(id)).tries === 1)
  await stops.pop()?.()
  expect((await mailOf(id)).state).toBe('sent')
  expect(got).toHaveLength(1)
})

test('without a mail server mails wait in the outbox; what is discarded or too old is not sent', async () => {
  const discarded = await enqueue()
  const old = await enqueue()
  await w.committed((ctx) => discardMail(ctx, discarded))
  await admin.query(`update mail set queued_at = now() - interval '4 days' where id = $1`, [old])
  expect(await mailOf(old)).toMatchObject({ state: 'waiting', tries: 0 })
  const { got, url } = await mailServer()
  await start(url)
  await until(async () => (await mailOf(old)).state === 'failed')
  expect(await mailOf(old)).toMatchObject({ answer: 'too old' })
  expect(await mailOf(discarded)).toMatchObject({ state: 'discarded' })
  expect(got).toHaveLength(0)
})

test('a mail acts as its own company', async () => {
  const { got, url } = await mailServer()
  const id = await w.committed(
    (ctx) => queueMail(ctx, { key: 'f', to: 'a@b.example', subject: 'F', text: 'F' }),
    w.foreign,
  )
  await w.catchUp(w.foreign)
  await start(url)
  await until(async () => got.length === 1)
  expect(got[0]).toContain(Buffer.from(w.foreign.name).toString('base64'))
  await expect(mailOf(id ?? '')).rejects.toThrow('not found')
})

test('the jobs of a worker that was killed are given back', async () => {
  const { got, url } = await mailServer()
  const id = await enqueue()
  const key = `${MAIL_TASK}:${id}`
  const lock = async (ago: string) =>
    admin.query(
      `update graphile_worker._private_jobs set locked_at = now() - $1::interval, locked_by = 'dead', attempts = 1 where key = $2`,
      [ago, key],
    )
  await lock('30 seconds')
  await unlockJob(w.database).run()
  const { rows } = await admin.query(`select locked_by from graphile_worker._private_jobs where key = $1`, [
    key,
  ])
  expect(rows).toEqual([{ locked_by: 'dead' }])
  await lock('3 minutes')
  await unlockJob(w.database).run()
  await start(url)
  await until(async () => (await mailOf(id)).state === 'sent')
  expect(got).toHaveLength(1)
})

test('companies take turns: many mails of one do not hold up the first of another', async () => {
  await w.committed(async (ctx) => {
    for (let i = 0; i < 50; i += 1)
      await queueMail(ctx, { key: `many-${i}`, to: 'many@a.example', subject: 'M', text: 'M' })
  })
  await w.catchUp()
  await w.committed(
    (ctx) => queueMail(ctx, { key: 'one', to: 'one@b.example', subject: 'O', text: 'O' }),
    w.foreign,
  )
  await w.catchUp(w.foreign)
  const { got, url } = await mailServer()
  await start(url)
  await until(async () => got.length === 51)
  expect(got.findIndex((mail) => mail.includes('one@b.example'))).toBeLessThan(10)
})

test('attachments are bounded and one’s own', async () => {
  await expect(enqueue({ attachmentIds: [newId()] })).rejects.toThrow('not found')
  await expect(enqueue({ attachmentIds: Array.from({ length: 6 }, () => newId()) })).rejects.toThrow(
    'mail.too_large',
  )
})

test('failures are told apart', () => {
  expect(failureOf({ code: 'EENVELOPE', responseCode: 550, response: '550 no a@b.cn' })).toEqual({
    isFinal: true,
    code: '550',
    answer: '550 no ***',
  })
  expect(failureOf({ code: 'EAUTH', responseCode: 535, response: '535 no' }).isFinal).toBe(false)
  expect(failureOf({ code: 'ECONNECTION', message: 'refused' })).toMatchObject({
    isFinal: false,
    code: 'ECONNECTION',
  })
})

test('logs name nobody', () => {
  expect(lines.join('\n')).toContain('mail not sent yet')
  expect(lines.join('\n')).not.toMatch(/customer\.example|您好|订单/)
})

const eventsOf = (id: string): Promise<string[]> =>
  w.committed(async (ctx) =>
    (
      await ctx.db.all(
        sql<{
          type: string
        }>`select type from event where tenant_id = ${ctx.tenant.id} and subject_id = ${id} order by seq`,
      )
    ).map((row) => row.type),
  )
