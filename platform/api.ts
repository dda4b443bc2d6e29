import type { RecordType } from '#platform/records.ts'
import type { Bilingual } from '#platform/text.ts'

/** Permissions by name, added by modules/permissions.ts through declaration merging. */
export interface Permissions {}
export type Permission = keyof Permissions

// The narrow constraint keeps type checking of some hundred operations cheap.
type Schema = { _zod: { input: unknown; output: unknown } }

export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below /api with {name} places, one for each key of `params`. */
  path: string
  /** `public` needs nobody; `signed_in` any person; else the named permission. */
  permission: Permission | 'public' | 'signed_in'
  summary: Bilingual
  params?: Schema
  query?: Schema
  body?: Schema
  result: Schema
  /** Reads the one record of this kind that `{id}` names: people it was opened to may, too (platform/grants.ts). */
  record?: RecordType
  /** Takes a file as the request's body instead of JSON; `toDisk` for files too large to be held in memory. */
  upload?: { maxBytes: number; contentTypes: readonly string[]; toDisk?: boolean }
  /** Answers with a file instead of JSON. */
  download?: boolean
  /**
   * Its effect can wait ten seconds: a person's page sends it with the header `nuoda-undo`, and may take it back until then.
   * Its handler must not use the request.
   */
  isUndoable?: boolean
  /** A GET that writes something by the way. Others run in transactions that only read. */
  isWriting?: boolean
  /** Finds few rows by their keys, whatever is asked: PostgreSQL plans its statements once for a connection, not for each call. */
  isPlannedOnce?: boolean
  /** Answers with what only its reader may know: a token, a code. The answer kept for its Idempotency-Key is encrypted. */
  tellsSecret?: boolean
  /** May take long (reports, imports): other time limits. */
  slow?: boolean
  /** Requests of one company are done one after the other: they want the same rows, and whoever waits for those holds a connection. */
  inTurn?: boolean
}

/** One row of a module's table of operations: it drives validation, permission, OpenAPI, the client and the matrix test. */
export const op = <const O extends Operation>(operation: O): O => operation

export type OperationTable = Record<string, Operation>

type Out<S> = S extends { _zod: { output: infer O } } ? O : undefined
type In<S> = S extends { _zod: { input: infer I } } ? I : undefined

/** What a handler gets, after validation. */
export type InputOf<O extends Operation> = {
  params: Out<O['params']>
  query: Out<O['query']>
  body: Out<O['body']>
  /** The uploaded file, for operations with `upload`. */
  file: O['upload'] extends { toDisk: true }
    ? FileOnDisk
    : O['upload'] extends object
      ? { bytes: Buffer; contentType: string; name: string }
      : undefined
}

/** An upload of an operation with `toDisk`. It is deleted after the request unless the handler moves it. */
export type FileOnDisk = { path: string; size: number; sha256: string; contentType: string; name: string }

export type ResultOf<O extends Operation> = Out<O['result']>

type Key<K extends string, S> =
  In<S> extends undefined
    ? { [P in K]?: undefined }
    : undefined extends In<S>
      ? { [P in K]?: In<S> }
      : { [P in K]: In<S> }

/** What the browser's client sends. */
export type CallInput<O extends Operation> = Key<'params', O['params']> &
  Key<'query', O['query']> &
  Key<'body', O['body']> &
  (O['upload'] extends object ? { file: Blob; fileName?: string } : { file?: undefined })

/**
 * A file as an answer. Bytes that take time are given as a function: it is called when the transaction has ended.
 * `isShown`: a picture or text the page shows; what else a browser might make of it is locked out.
 * `isOwnPdf`: a PDF made here, which the browser's viewer opens; the lock would keep the viewer out.
 */
export type Download = {
  name: string
  contentType: string
  bytes: Uint8Array | (() => Promise<Uint8Array>) | MadeOnDisk
  isShown?: boolean
  isOwnPdf?: boolean
}

/** A file made for one answer: it is deleted when it is sent. */
export type MadeOnDisk = { path: string; size: number }
