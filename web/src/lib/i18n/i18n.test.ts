import { describe, expect, it } from 'vitest'
import { en } from './en'
import { translate, translateCode } from './index'
import { zh } from './zh'

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('the catalogue', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })
  it('asks for the same arguments in both languages', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(names(en[key as keyof typeof en]), key).toEqual(names(text))
    }
  })
  it('keeps to the wording of the look: no 请, no 您, no 抱歉, no exclamation mark, no apology', () => {
    for (const [key, text] of Object.entries(zh)) expect(text, key).not.toMatch(/请|您|抱歉|!|!|成功$/)
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/!|please|sorry/i)
  })
  it('has no empty text', () => {
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) expect(text, key).not.toBe('')
  })
})

describe('translate', () => {
  it('puts arguments in and leaves unknown ones visible', () => {
    expect(translate('zh', 'count.daysOf', { n: 21, of: 15 })).toBe('21 / 15 天')
    expect(translate('en', 'count.daysOf', { n: 21 })).toBe('21 / {of} d')
  })
  it('shows a code that has no text as it is', () => {
    expect(translateCode('zh', 'state', 'won')).toBe('成交')
    expect(translateCode('zh', 'state', 'toString')).toBe('toString')
  })
})
