import { type BoundOperation, routes } from '#platform/http.ts'
import { contractsApi } from './api.ts'
import { changeClause, copyClauses, draftClause, publishClause, retireClause } from './clauses.ts'
import { createContract, endContract, resumeContract, updateContract } from './contracts.ts'
import { type OriginsOf, dryRunClause } from './dry-run.ts'
import { previewClauses } from './preview.ts'
import { getClause, getContract, listClauses, listContracts } from './queries.ts'

/** `originsOf` reads the warehouses: they belong to a module above this one. */
export function contractsRoutes(originsOf: OriginsOf): BoundOperation[] {
  return routes(contractsApi, {
    listContracts: (ctx, { query }) => listContracts(ctx, query),
    getContract: (ctx, { params }) => getContract(ctx, params.id),
    createContract: async (ctx, { body: { clausesOf, ...contract } }) => {
      if (clausesOf) await getContract(ctx, clausesOf)
      const id = await createContract(ctx, contract)
      if (clausesOf) await copyClauses(ctx, { from: clausesOf, to: id })
      return getContract(ctx, id)
    },
    updateContract: async (ctx, { params, body }) => {
      await updateContract(ctx, { id: params.id, ...body })
      return getContract(ctx, params.id)
    },
    endContract: async (ctx, { params, body }) => {
      await endContract(ctx, { id: params.id, ...body })
      return getContract(ctx, params.id)
    },
    resumeContract: async (ctx, { params, body }) => {
      await resumeContract(ctx, { id: params.id, ...body })
      return getContract(ctx, params.id)
    },
    listClauses: (ctx, { query }) => listClauses(ctx, query),
    previewClauses: async (ctx, { query }) => ({ rows: await previewClauses(ctx, query, originsOf) }),
    dryRunDraft: async (ctx, { body: { last, days, lineId, note: _note, ...fields } }) => {
      const { customerId } = await getContract(ctx, fields.contractId)
      const candidate = {
        ...fields,
        id: ctx.requestId,
        lineId: lineId ?? ctx.requestId,
        version: 0,
        customerId,
      }
      return dryRunClause(ctx, { candidate, last, days, originsOf })
    },
    getClause: (ctx, { params }) => getClause(ctx, params.id),
    dryRunClause: async (ctx, { params, body }) =>
      dryRunClause(ctx, { candidate: await getClause(ctx, params.id), ...body, originsOf }),
    draftClause: async (ctx, { params, body }) =>
      getClause(ctx, await draftClause(ctx, { contractId: params.id, ...body })),
    changeClause: async (ctx, { params, body }) => ({
      id: await changeClause(ctx, { id: params.id, ...body }),
    }),
    publishClause: async (ctx, { params }) => {
      await publishClause(ctx, params)
      return getClause(ctx, params.id)
    },
    retireClause: async (ctx, { params, body }) => {
      await retireClause(ctx, { id: params.id, ...body })
      return getClause(ctx, params.id)
    },
  })
}
