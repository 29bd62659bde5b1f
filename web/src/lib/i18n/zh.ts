import { account } from './zh/account'
import { deal } from './zh/deal'
import { frame } from './zh/frame'
import { gate } from './zh/gate'
import { house } from './zh/house'

/** Texts in Chinese: verb first, short, no 请, no 您, no exclamation mark. They decide which keys there are. */
export const zh = { ...frame, ...account, ...deal, ...gate, ...house } as const
