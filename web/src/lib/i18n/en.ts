import { account } from './en/account'
import { deal } from './en/deal'
import { frame } from './en/frame'
import { gate } from './en/gate'
import { house } from './en/house'
import type { zh } from './zh'

/** Texts in English: sentence case, verb first, no apology. */
export const en: Record<keyof typeof zh, string> = { ...frame, ...account, ...deal, ...gate, ...house }
