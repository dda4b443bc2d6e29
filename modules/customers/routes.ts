import { type BoundOperation, routes } from '#platform/http.ts'
import { customersApi } from './api.ts'
import { classifyParty, listSchemes } from './classes.ts'
import { addContact, updateContact } from './contacts.ts'
import { listCities, listDivisions } from './divisions.ts'
import { placeHold, releaseHold } from './holds.ts'
import { createCustomer, setArchived, updateParty } from './parties.ts'
import { getCustomer, listCustomers } from './queries.ts'
import { revealContact, revealParty, revealSite } from './reveals.ts'
import { addSite, updateSite } from './sites.ts'

export const customersRoutes: BoundOperation[] = routes(customersApi, {
  listCustomers: (ctx, { query }) => listCustomers(ctx, query),
  getCustomer: (ctx, { params }) => getCustomer(ctx, params.id),
  createCustomer: async (ctx, { body }) => getCustomer(ctx, await createCustomer(ctx, body)),
  updateCustomer: async (ctx, { params, body }) => {
    await updateParty(ctx, { id: params.id, ...body })
    return getCustomer(ctx, params.id)
  },
  setCustomerArchived: async (ctx, { params, body }) => {
    await setArchived(ctx, { id: params.id, ...body })
    return getCustomer(ctx, params.id)
  },
  revealCustomer: (ctx, { params, body }) => revealParty(ctx, { partyId: params.id, ...body }),
  addSite: async (ctx, { params, body }) => ({ id: await addSite(ctx, { partyId: params.id, ...body }) }),
  updateSite: async (ctx, { params, body }) => {
    await updateSite(ctx, { partyId: params.id, siteId: params.siteId, ...body })
    return { id: params.siteId }
  },
  revealSite: (ctx, { params, body }) =>
    revealSite(ctx, { partyId: params.id, siteId: params.siteId, ...body }),
  addContact: async (ctx, { params, body }) => ({
    id: await addContact(ctx, { partyId: params.id, ...body }),
  }),
  updateContact: async (ctx, { params, body }) => {
    await updateContact(ctx, { partyId: params.id, contactId: params.contactId, ...body })
    return { id: params.contactId }
  },
  revealContact: (ctx, { params, body }) =>
    revealContact(ctx, { partyId: params.id, contactId: params.contactId, ...body }),
  classifyCustomer: async (ctx, { params, body }) => {
    await classifyParty(ctx, { partyId: params.id, ...body })
    return getCustomer(ctx, params.id)
  },
  placeCustomerHold: async (ctx, { params, body }) => {
    await placeHold(ctx, { partyId: params.id, ...body })
    return getCustomer(ctx, params.id)
  },
  releaseCustomerHold: async (ctx, { params, body }) => {
    await releaseHold(ctx, { partyId: params.id, holdId: params.holdId, ...body })
    return getCustomer(ctx, params.id)
  },
  listClassSchemes: async (ctx) => ({ rows: await listSchemes(ctx) }),
  listDivisions: async (_ctx, { query }) => ({
    rows: query.level ? listCities() : listDivisions(query.parent ?? null),
  }),
})
