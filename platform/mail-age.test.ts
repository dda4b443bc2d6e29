import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { storeFile } from '#platform/files.ts'
import { eraseOldMails } from '#platform/mail-age.ts'
import { queueMail, resendMail } from '#platform/mail.ts'
import { world } from '#platform/testing/world.ts'

const w = world()
const KEPT_DAYS = 180

async function mail(key: string, { state, days }: { state: string; days: number }, files: string[] = []) {
  return w.committed(async (ctx) => {
    const id = await queueMail(ctx, {
      key,
      to: 'wang@customer.example',
      subject: '发货延误',
      text: 'Dear Wang',
      html: '<p>Dear Wang</p>',
      attachmentIds: files,
    })
    await ctx.db.run(sql`
      update mail set state = ${state}, answer = 'refused', ended_at = case when ${state} = 'waiting' then null else now() - ${days} * interval '1 day' end
      where tenant_id = ${ctx.tenant.id} and id = ${id}`)
    return id ?? ''
  })
}
const store = (name: string) =>
  w.committed((ctx) => storeFile(ctx, { name, contentType: 'text/plain', bytes: Buffer.from('x') }))
const rowOf = (id: string) =>
  w.committed((ctx) =>
    ctx.db.one(sql<Record<string, unknown>>`
      select to_address, subject, body_text, body_html, attachment_ids, answer, state, erased_at is not null as erased from mail
      where tenant_id = ${ctx.tenant.id} and id = ${id}`),
  )
const isStored = (id: string) =>
  w.committed(async (ctx) =>
    Boolean(
      await ctx.db.maybe(sql`select 1 from stored_file where tenant_id = ${ctx.tenant.id} and id = ${id}`),
    ),
  )

test('mails that ended long ago lose person, text and files; that they were sent stays', async () => {
  const [own, shared] = [await store('own'), await store('shared')]
  const sent = await mail('a', { state: 'sent', days: KEPT_DAYS + 1 }, [own, shared])
  const failed = await mail('b', { state: 'failed', days: KEPT_DAYS + 1 })
  const recent = await mail('c', { state: 'sent', days: KEPT_DAYS - 1 }, [shared])
  const waiting = await mail('d', { state: 'waiting', days: KEPT_DAYS + 1 })
  const erase = () => w.committed((ctx) => eraseOldMails(ctx, KEPT_DAYS))
  expect([await erase(), await erase()]).toEqual([2, 0])

  const erased = {
    to_address: null,
    body_text: '',
    body_html: null,
    attachment_ids: [],
    answer: null,
    erased: true,
  }
  expect(await rowOf(sent)).toEqual({ ...erased, state: 'sent', subject: '发货延误' })
  expect(await rowOf(failed)).toEqual({ ...erased, state: 'failed', subject: '发货延误' })
  for (const id of [recent, waiting])
    expect(await rowOf(id)).toMatchObject({
      to_address: 'wang@customer.example',
      body_text: 'Dear Wang',
      erased: false,
    })
  expect([await isStored(own), await isStored(shared)]).toEqual([false, true])

  await expect(w.committed((ctx) => resendMail(ctx, failed))).rejects.toThrow('mail.ended')
  expect(
    await w.committed((ctx) => queueMail(ctx, { key: 'a', to: 'x@y.example', subject: 's', text: 't' })),
  ).toBe(null)
  const { rows } = (await w.call(await w.user({ role: 'manager' }), 'GET', '/mails')).body
  expect(rows.find((row: { id: string }) => row.id === sent)).toMatchObject({
    to: '',
    state: 'sent',
    files: 0,
  })
})
