import type { Lang } from '../format'
import { en } from './en'
import { zh } from './zh'

/** A key of the catalogue; both languages hold exactly the same keys. */
export type Key = keyof typeof zh
/** What goes into the braces of a text. */
export type Args = Record<string, string | number>

const catalogue: Record<Lang, Record<Key, string>> = { zh, en }

/** The text of a key, with `{name}` replaced by the argument of that name. */
export function translate(lang: Lang, key: Key, args?: Args): string {
  const raw = catalogue[lang][key]
  return args ? raw.replace(/\{(\w+)\}/g, (all, name: string) => String(args[name] ?? all)) : raw
}

/** The text of a code such as a state, under `prefix.code`; the code itself when the catalogue has none. */
export function translateCode(lang: Lang, prefix: string, code: string): string {
  const key = `${prefix}.${code}`
  return Object.hasOwn(zh, key) ? catalogue[lang][key as Key] : code
}
