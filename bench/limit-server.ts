// The raw limit: a plain node:http server that calls one SQL function for each request. No checks, no tenants, no log-in.
import { type IncomingMessage, createServer } from 'node:http'
import pg from 'pg'

const POOL = 20
const pool = new pg.Pool({ connectionString: process.env.LIMIT_DATABASE, max: POOL })
pool.on('error', () => {})

const statements: Record<string, string> = {
  '/orders': 'select raw.place_order($1::jsonb)::text as answer',
  '/tracking': 'select raw.track($1::jsonb)::text as answer',
  '/list': 'select raw.list_orders($1::jsonb)::text as answer',
  '/waybill': 'select raw.find_waybill($1::jsonb)::text as answer',
}

const server = createServer((request, response) => {
  void answer(request).then(
    ({ status, text }) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text),
    (error: Error) => {
      const text = JSON.stringify({ error: error.message })
      response.writeHead(500, { 'content-length': Buffer.byteLength(text) }).end(text)
    },
  )
})

async function answer(request: IncomingMessage): Promise<{ status: number; text: string }> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?')
  if (path === '/ready') return { status: 200, text: '{}' }
  const text = statements[path]
  if (!text) return { status: 404, text: '{}' }
  const input =
    request.method === 'GET'
      ? JSON.stringify(Object.fromEntries(new URLSearchParams(query)))
      : await bodyOf(request)
  const { rows } = await pool.query<{ answer: string }>({ name: path, text, values: [input] })
  return { status: 200, text: rows[0]?.answer ?? 'null' }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

server.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pool.end().then(() => process.exit(0)))
})
