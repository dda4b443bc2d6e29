/** A small seeded generator (mulberry32), so that a run can be repeated from its printed seed. */
export function newRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: Json[]
  const?: Json
  anyOf?: Schema[]
  oneOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  format?: string
  pattern?: string
  additionalProperties?: boolean | Schema
}
type Random = () => number

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const HOSTILE: Json[] = [
  null,
  true,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202etxt',
  '😀'.repeat(50),
  '../../../../etc/passwd',
  "' or 1=1 --",
  '"; drop table event; --',
  '${7*7}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=1+1',
  '%00',
  '%',
  '_',
  '\\',
  'x'.repeat(5_000),
  '9'.repeat(400),
  -1,
  0,
  -0,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 63,
  0.1,
  1e-7,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[]],
  [null],
  { __proto__: null },
  { constructor: { prototype: { polluted: true } } },
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:60Z',
  '-271821-04-20T00:00:00Z',
  '2026-11-22T00:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'not-a-uuid',
  'NaN',
  'Infinity',
  '1e3',
  '0x10',
  '１２３',
  'true',
  'null',
  'undefined',
  '[object Object]',
]

/** A value that fits the schema, as far as a simple generator can tell. `ids` are real ids to refer to. */
export function validValue(schema: Schema, random: Random, ids: readonly string[]): Json {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return pick(random, schema.enum)
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return validValue(pick(random, variants), random, ids)
  const type = Array.isArray(schema.type) ? pick(random, schema.type) : schema.type
  if (type === 'object') return validObject(schema, random, ids)
  if (type === 'array')
    return Array.from({ length: Math.floor(random() * 3) }, () => validValue(schema.items ?? {}, random, ids))
  if (type === 'integer' || type === 'number')
    return Math.round(
      (schema.minimum ?? 0) + random() * Math.min(100, (schema.maximum ?? 100) - (schema.minimum ?? 0)),
    )
  if (type === 'boolean') return random() < 0.5
  if (type === 'null') return null
  return validText(schema, random, ids)
}

function validObject(schema: Schema, random: Random, ids: readonly string[]): Json {
  const made: { [key: string]: Json } = {}
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (schema.required?.includes(key) || random() < 0.6) made[key] = validValue(property, random, ids)
  }
  return made
}

function validText(schema: Schema, random: Random, ids: readonly string[]): string {
  if (schema.format === 'uuid')
    return random() < 0.7 && ids.length > 0 ? pick(random, ids) : crypto.randomUUID()
  if (schema.format === 'date-time') return new Date(1.7e12 + random() * 2e11).toISOString()
  if (schema.format === 'date') return new Date(1.7e12 + random() * 2e11).toISOString().slice(0, 10)
  if (schema.format === 'email') return `u${Math.floor(random() * 1e6)}@example.com`
  if (schema.pattern?.includes('[A-Z]{2}')) return 'CN'
  if (schema.pattern?.includes('[A-Z]{3}')) return 'CNY'
  if (schema.pattern?.includes('2[0-3]')) return '16:00'
  if (schema.pattern === '^\\d{4}$') return String(1_000 + Math.floor(random() * 9_000))
  const text = pick(random, ['上海客户', 'order note', 'A-100', '测试 text', 'standard', 'CN-44'])
  return text.slice(0, schema.maxLength ?? 50).padEnd(Math.min(schema.minLength ?? 0, 50), 'x')
}

/** A value with one or more parts broken or replaced by hostile ones. */
export function mutated(value: Json, random: Random, depth = 0): Json {
  if (random() < 0.25 || depth > 4) return pick(random, HOSTILE)
  if (Array.isArray(value)) {
    if (random() < 0.1) return Array.from({ length: 2_000 }, () => value[0] ?? 0)
    return value.map((item) => (random() < 0.5 ? mutated(item, random, depth + 1) : item))
  }
  if (value !== null && typeof value === 'object') return mutatedObject(value, random, depth)
  return random() < 0.7 ? pick(random, HOSTILE) : value
}

function mutatedObject(value: { [key: string]: Json }, random: Random, depth: number): Json {
  const made: { [key: string]: Json } = {}
  for (const [key, item] of Object.entries(value)) {
    const chance = random()
    if (chance < 0.15) continue
    made[key] = chance < 0.55 ? mutated(item, random, depth + 1) : item
  }
  if (random() < 0.2)
    made[pick(random, ['tenant_id', 'id', 'role', 'created_at', 'state', 'x'.repeat(300), ''])] = pick(
      random,
      HOSTILE,
    )
  return made
}

export function hostileText(random: Random): string {
  const value = pick(random, HOSTILE)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Bodies that are not even JSON of the expected kind. */
export function rawBody(random: Random): { body: string; contentType: string } {
  const bodies = [
    '',
    '{',
    '{"a":1,"a":2}',
    'null',
    '[]',
    '"x"',
    '1',
    '['.repeat(100_000),
    '{"a":'.repeat(20_000),
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '\u0000',
    '\ufeff{}',
    'a=b&c=d',
    '<xml/>',
    `{"a":"${'x'.repeat(200_000)}"}`,
    '{"a":1e999}',
    "{'a':1}",
  ]
  return {
    body: pick(random, bodies),
    contentType: pick(random, [
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      '',
    ]),
  }
}

/** Beginnings of files of several kinds, under a type the operation takes. */
export function fileBody(random: Random, types: readonly string[]): { body: string; contentType: string } {
  const bodies = [
    'sku,name\r\nA-1,=1+1\r\n',
    '%PDF-1.7\n',
    'GIF89a\u0001',
    'PK\u0003\u0004xx',
    '\u0000'.repeat(40),
    '<svg onload=alert(1)>',
  ]
  return { body: pick(random, bodies), contentType: pick(random, types) }
}
