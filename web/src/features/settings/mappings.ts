import type { ImportKind } from '../../api/model'

const base = { source: 'crm-sample', dates: 'M/D/YYYY', currency: 'USD' }

/** A mapping to start from, for each kind: that of the sample files, examples/import/crm-sample.yaml. */
export const mappings: Record<ImportKind, object> = {
  person: {
    ...base,
    person: {
      columns: { name: 'sales_agent', superior: 'manager', region: 'regional_office' },
      post: 'specialist',
      superior_post: 'manager',
    },
  },
  product: {
    ...base,
    product: { columns: { name: 'product', series: 'series', list_price: 'sales_price' } },
  },
  account: {
    ...base,
    account: {
      columns: {
        name: 'account',
        industry: 'sector',
        founded: 'year_established',
        revenue: 'revenue',
        employees: 'employees',
        location: 'office_location',
        group: 'subsidiary_of',
      },
    },
  },
  opportunity: {
    ...base,
    opportunity: {
      columns: {
        id: 'opportunity_id',
        commander: 'sales_agent',
        product: 'product',
        account: 'account',
        stage: 'deal_stage',
        engaged_on: 'engage_date',
        closed_on: 'close_date',
        amount: 'close_value',
      },
      chart: 'F2',
      stages: {
        Prospecting: { state: 'open', place: 'A1' },
        Engaging: { state: 'open', place: 'X1' },
        Won: { state: 'won', end: 'OK' },
        Lost: { state: 'lost', end: 'NO' },
      },
    },
  },
}

/** The kind that a file seems to hold, by its name. */
export function guessKind(file: string): ImportKind | undefined {
  if (/team|person|staff|agent|人员/i.test(file)) return 'person'
  if (/product|产品/i.test(file)) return 'product'
  if (/account|customer|客户/i.test(file)) return 'account'
  if (/pipeline|opportunit|deal|商机/i.test(file)) return 'opportunity'
  return undefined
}

/** Reads a file as text: UTF-8, else the encoding of older Chinese Excel files. */
export async function readText(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
