import { basename } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Paths that are never pages of the web app. */
const NOT_PAGES = /^\/(api|live|ready|metrics)(\/|\?|$)/
const HASHED = /-[\w-]{8}\.(js|css|svg|png|woff2)(\.br|\.gz)?$/

/**
 * Serves the built web app from `directory`: hashed files may be cached forever, the page itself never.
 * Any other GET that accepts HTML gets the page, which then finds its own way; a missing file stays missing.
 */
export async function serveWeb(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: directory,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/') && HASHED.test(basename(path))
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) =>
    isPage(request) ? reply.sendFile('index.html') : sendNothing(reply),
  )
}

function isPage(request: FastifyRequest): boolean {
  const accepts = request.headers.accept ?? '*/*'
  const path = request.url.split('?')[0] ?? ''
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    /text\/html|\*\/\*/.test(accepts) &&
    !basename(path).includes('.') &&
    !NOT_PAGES.test(request.url)
  )
}

function sendNothing(reply: FastifyReply): FastifyReply {
  return reply.status(404).type('text/plain; charset=utf-8').send('Not found')
}
