import { api } from './client'
import type {
  Account,
  Coach,
  Contact,
  Day,
  Import,
  ImportKind,
  Member,
  Need,
  Opportunity,
  Review,
  ReviewInput,
  Sample,
  StoredFile,
  Text,
} from './model'

/** The acts of the API: one function per operation, named as the operation is. */

export const claimTask = (id: string, rev: number) => api.post(`/tasks/${id}/claim`, { rev })
export const completeTask = (id: string, rev: number, note?: string) =>
  api.post(`/tasks/${id}/complete`, { rev, body: { note } })
export const decideTask = (id: string, rev: number, edge: string, reason?: string) =>
  api.post(`/tasks/${id}/decide`, { rev, body: { edge, reason } })

/** The base facts of an account. */
export interface AccountInput {
  code?: string
  name: Text
  parent?: string
  creditCode?: string
  industry?: Text
  ownership?: string
  location?: string
  foundedYear?: number
  employees?: number
  revenue?: string
  existing?: boolean
  owner?: string
  phase?: string
  phaseNote?: Text
}

export const createAccount = (body: AccountInput) => api.post<Account>('/accounts', { body })
/** Changes what `body` names; the rest stays, and an empty text empties. */
export const updateAccount = (id: string, rev: number, body: Partial<AccountInput>) =>
  api.patch<Account>(`/accounts/${id}`, { rev, body })
export const scoreAccount = (id: string, rev: number, body: { value: number[]; position: number[] }) =>
  api.put(`/accounts/${id}/score`, { rev, body })
export const verifyDossier = (id: string, rev: number, body: { code: string; value: string; na?: boolean }) =>
  api.put(`/accounts/${id}/dossier`, { rev, body })
export const setAccountTeam = (id: string, rev: number, team: { staff: string; role: Member['role'] }[]) =>
  api.put(`/accounts/${id}/team`, { rev, body: team })

/** A contact as a person writes it. */
export type ContactInput = Omit<Contact, 'id' | 'rev' | 'account' | 'coach' | 'masked'>

/** A change of a contact: what it does not name stays, an empty text empties, and an attitude is emptied by saying so. */
export type ContactChange = Partial<ContactInput> & { attitudeUnknown?: true }

export const createContact = (account: string, body: ContactInput) =>
  api.post<Contact>(`/accounts/${account}/contacts`, { body })
export const updateContact = (id: string, rev: number, body: ContactChange) =>
  api.patch<Contact>(`/contacts/${id}`, { rev, body })
/** Registers a coach, or changes the entry whose revision `rev` is; the first has none yet. */
export const setCoach = (contact: string, rev: number | undefined, body: Omit<Coach, 'rev'>) =>
  api.put(`/contacts/${contact}/coach`, { rev, body })
export const dropCoach = (contact: string, rev: number) => api.delete(`/contacts/${contact}/coach`, { rev })

export interface OpportunityInput {
  account: string
  name: Text
  product?: string
  amount: { minor: number; currency: string }
  expectedOn?: Day
}

export const createOpportunity = (body: OpportunityInput) => api.post<Opportunity>('/opportunities', { body })
export const assessNeed = (id: string, rev: number, body: Need) =>
  api.put(`/opportunities/${id}/need`, { rev, body })
export const flagOpportunity = (id: string, rev: number, codes: string[]) =>
  api.put(`/opportunities/${id}/red-flags`, { rev, body: { codes } })
export const stateFact = (
  id: string,
  rev: number,
  body: { path: string; value: unknown; evidence: string },
) => api.put(`/opportunities/${id}/facts`, { rev, body })
export const startRun = (id: string, rev: number) => api.post(`/opportunities/${id}/start`, { rev })
export const resumeRun = (id: string, rev: number) => api.post(`/opportunities/${id}/resume`, { rev })

export interface EvidenceInput {
  node: string
  item: string
  kind: 'text' | 'link' | 'file' | 'na'
  text: string
  file?: string
}

export const addEvidence = (id: string, body: EvidenceInput) =>
  api.post<{ id: string }>(`/opportunities/${id}/evidence`, { body })
/** Takes evidence back; it has no revision of its own, `rev` is that of the deal. */
export const withdrawEvidence = (id: string, rev: number, evidence: string) =>
  api.delete(`/opportunities/${id}/evidence/${evidence}`, { rev })

export const proposeGate = (id: string, rev: number, body: ReviewInput) =>
  api.post<Review>(`/opportunities/${id}/propose-gate`, { rev, body })
export const decideGate = (id: string, rev: number, body: ReviewInput) =>
  api.post(`/opportunities/${id}/decide-gate`, { rev, body })
/** Takes a proposal back; `rev` is that of the proposal. */
export const withdrawGate = (id: string, rev: number, proposal: string) =>
  api.post(`/opportunities/${id}/withdraw-gate`, { rev, body: { proposal } })

export const createSample = (
  id: string,
  body: { what: string; quantity: string; standard: string; product?: string },
) => api.post<Sample>(`/opportunities/${id}/samples`, { body })
export const advanceSample = (
  id: string,
  rev: number,
  body: { event: string; on?: Day; result?: string; note?: string },
) => api.post<Sample>(`/samples/${id}/advance`, { rev, body })

export const uploadFile = (parent: string, file: File) =>
  api.post<StoredFile>('/files', { query: { parent, name: file.name }, body: file })

export interface ImportInput {
  kind: ImportKind
  file: string
  dryRun: boolean
  mapping: unknown
  content: string
}

export const createImport = (body: ImportInput) => api.post<Import>('/imports', { body })
export const cancelImport = (id: string) => api.post(`/imports/${id}/cancel`)
export const undoImport = (id: string) => api.post(`/imports/${id}/undo`)
export const acceptSuggestion = (id: string, body: { kind: string; value: string; target: string }) =>
  api.post(`/imports/${id}/accept-suggestion`, { body })

export const signOut = () => api.delete('/session')
