import type { ReactNode } from 'react'

/** A column of a table. The first one names the row and is the link to it. */
export interface Column<R> {
  key: string
  title: ReactNode
  cell: (row: R) => ReactNode
  /** Numbers stand at the right, with the unit in the head. */
  number?: boolean
  /** Left out on the phone. */
  desk?: boolean
  width?: number | string
}

interface Props<R> {
  label: string
  columns: Column<R>[]
  rows: R[]
  id: (row: R) => string
  chosen?: string
}

/** A table with hairline rows; its first column stays in sight on the phone. */
export function Table<R>({ label, columns, rows, id, chosen }: Props<R>) {
  const cls = (c: Column<R>) => `${c.number ? 'r' : ''}${c.desk ? ' desk' : ''}`
  return (
    // A table wider than the phone scrolls inside its frame; the frame takes the keyboard for that.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="qj-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={cls(c)} style={c.width ? { width: c.width } : undefined}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} className={chosen === id(row) ? 'chosen' : undefined}>
              {columns.map((c) => (
                <td key={c.key} className={cls(c)}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
