import { type BoundOperation, routes } from '#platform/http.ts'
import { importsApi } from './api.ts'
import { chooseSheet, mapBatch, startCheck, startRun, startUndo, stopBatch, uploadBatch } from './batches.ts'
import { exportErrors, exportTemplate } from './error-file.ts'
import { getBatch, listBatches, listRows } from './queries.ts'

export const importsRoutes: BoundOperation[] = routes(importsApi, {
  listImports: (ctx, { query }) => listBatches(ctx, query),
  getImportTemplate: (ctx, { query }) => exportTemplate(ctx, query),
  uploadImport: (ctx, { query, file }) => uploadBatch(ctx, { kind: query.kind, file }),
  getImport: (ctx, { params }) => getBatch(ctx, params.id),
  listImportRows: (ctx, { params, query }) => listRows(ctx, { id: params.id, ...query }),
  mapImport: (ctx, { params, body }) => mapBatch(ctx, { id: params.id, ...body }),
  chooseImportSheet: (ctx, { params, body }) => chooseSheet(ctx, { id: params.id, ...body }),
  checkImport: (ctx, { params }) => startCheck(ctx, params.id),
  runImport: (ctx, { params, body }) => startRun(ctx, { id: params.id, ...body }),
  stopImport: (ctx, { params }) => stopBatch(ctx, params.id),
  getImportErrors: (ctx, { params, query }) => exportErrors(ctx, { id: params.id, ...query }),
  undoImport: (ctx, { params, body }) => startUndo(ctx, { id: params.id, ...body }),
})
