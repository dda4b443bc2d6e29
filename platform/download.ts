import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Download } from '#platform/api.ts'
import { openOnce } from '#platform/files.ts'

// A file of somebody's, opened by its own address, is a document without rights: no script, no form, no other source.
const SHOWN_FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

/** A file as the answer to a request. */
export async function sendFile(reply: FastifyReply, file: Download): Promise<unknown> {
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  const body = await bodyOf(file, reply)
  if (file.isShown) reply.header('content-security-policy', SHOWN_FILE_POLICY)
  const place = file.isShown || file.isOwnPdf ? 'inline' : 'attachment'
  return reply
    .header('content-type', file.contentType)
    .header('content-disposition', `${place}; filename*=UTF-8''${name}`)
    .header('cache-control', 'no-store')
    .send(body)
}

async function bodyOf({ bytes }: Download, reply: FastifyReply): Promise<Buffer | Readable> {
  if (typeof bytes === 'function') return Buffer.from(await bytes())
  if (!('path' in bytes)) return Buffer.from(bytes)
  reply.header('content-length', bytes.size)
  return openOnce(bytes.path)
}
