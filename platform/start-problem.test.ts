import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDirectory } from './directories.ts'
import { fullDisk, startProblem } from './start-problem.ts'

const settings = { host: '127.0.0.1', port: 8080, dataDir: '/srv/nuoda', databaseUrl: null }
const server = { ...settings, databaseUrl: 'postgres://clerk:secret@db.example.cn:5433/nuoda' }
const failing = (fields: object) => Object.assign(new Error('as the system says'), fields)

test.each([
  [{ code: 'EADDRINUSE', syscall: 'listen' }, settings, /Port 8080 on 127\.0\.0\.1 is taken.*set PORT/],
  [{ code: 'EADDRNOTAVAIL', syscall: 'listen' }, server, /no address "127\.0\.0\.1"\. Set HOST/],
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: '127.0.0.1' }, server, /Set HOST/],
  [{ code: 'EACCES', syscall: 'listen' }, settings, /Set PORT/],
  [{ code: 'EROFS', syscall: 'mkdir', path: '/srv/nuoda' }, settings, /^\/srv\/nuoda lies .*Set NUODA_DATA/],
  [{ code: 'ENOSPC', syscall: 'write', path: '/srv/nuoda/x' }, server, /Make room/],
  [{ code: 'ENOSPC', syscall: 'write' }, settings, /^\/srv\/nuoda lies on a disk that is full/],
  [{ cause: { code: '53100' } }, settings, /^\/srv\/nuoda lies on a disk that is full/],
  [{ code: '53100' }, server, /has a disk that is full/],
  [{ code: 'ENOENT', syscall: 'mkdir', path: '/proc/nuoda' }, settings, /stores no files\. Set NUODA_DATA/],
  [
    { code: 'ECONNREFUSED', syscall: 'connect' },
    server,
    /clerk at db\.example\.cn:5433\/nuoda\) does not answer/,
  ],
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'db.example.cn' }, server, /spelt right/],
  [{ message: 'timeout expired' }, server, /firewall/],
  [{ code: '28P01' }, server, /refuses the password/],
  [{ code: '3D000' }, server, /no database of this name/],
  [{ code: '42501' }, server, /CREATEROLE/],
])('%o is told with what to do about it', (fields, where, words) => {
  const said = startProblem(failing(fields), where)
  expect(said).toMatch(words)
  expect(said).not.toContain('secret')
})

test('errors that say it themselves, and bugs, keep their own words', () => {
  expect(startProblem(new Error('PostgreSQL 15 or newer is needed'), server)).toBeNull()
  expect(startProblem(failing({ code: 'ERR_INVALID_ARG_TYPE' }), server)).toBeNull()
  expect(startProblem(failing({ code: 'ECONNREFUSED', syscall: 'connect' }), settings)).toBeNull()
})

test('what PostgreSQL says of a full disk is told as such', () => {
  const said = 'initdb: error: could not write to file "x": No space left on device'
  expect(startProblem(failing(fullDisk(said, '/srv/nuoda')), settings)).toMatch(
    /^\/srv\/nuoda lies on a disk/,
  )
  expect(fullDisk('FATAL:  could not extend file. HINT:  Check free disk space.', '/srv')).toMatchObject({
    path: '/srv',
  })
  expect(fullDisk('initdb: error: locale is not there', '/srv')).toEqual({})
})

test('a directory is made with those above it; where none can be made, that is told at once', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nuoda-dir-'))
  makeDirectory(join(dir, 'a/b/c'))
  makeDirectory(join(dir, 'a/b/c'))
  expect(statSync(join(dir, 'a/b/c')).isDirectory()).toBe(true)
  writeFileSync(join(dir, 'file'), '')
  expect(() => makeDirectory(join(dir, 'file'))).toThrow(/EEXIST/)
  expect(() => makeDirectory(join(dir, 'file/below'))).toThrow(/ENOTDIR/)
  if (process.platform === 'linux')
    expect(() => makeDirectory('/proc/nuoda/data')).toThrow(/ENOENT.*\/proc\/nuoda/)
  rmSync(dir, { recursive: true })
})
