import { type BoundOperation, routes } from '#platform/http.ts'
import { importsApi } from './api.ts'
import { checkBatch, mapBatch, runBatch, uploadBatch } from './batches.ts'
import { exportErrors, exportTemplate } from './error-file.ts'
import { getBatch, listBatches, listRows } from './queries.ts'
import { undoBatch } from './undo.ts'

export const importsRoutes: BoundOperation[] = routes(importsApi, {
  listImports: (ctx, { query }) => listBatches(ctx, query),
  getImportTemplate: (ctx, { query }) => exportTemplate(ctx, query.format),
  uploadImport: (ctx, { query, file }) =>
    uploadBatch(ctx, { name: file.name, bytes: file.bytes, kind: query.kind }),
  getImport: (ctx, { params }) => getBatch(ctx, params.id),
  listImportRows: (ctx, { params, query }) => listRows(ctx, { id: params.id, ...query }),
  mapImport: (ctx, { params, body }) => mapBatch(ctx, { id: params.id, ...body }),
  checkImport: (ctx, { params }) => checkBatch(ctx, params.id),
  runImport: (ctx, { params, body }) => runBatch(ctx, { id: params.id, ...body }),
  getImportErrors: (ctx, { params, query }) => exportErrors(ctx, { id: params.id, format: query.format }),
  undoImport: (ctx, { params }) => undoBatch(ctx, params.id),
})
