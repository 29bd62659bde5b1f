// Sets theme and language before the first paint. A file of its own because the
// policy of our pages allows no inline script; the sign-in page loads it too.
;(() => {
  const root = document.documentElement
  const stored = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null // storage can be blocked; the system's wish stands then
    }
  }
  const theme = stored('qiju.theme')
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = dark ? 'dark' : 'light'
  if ('app' in root.dataset) {
    const cookie = /(?:^|; )qiju_lang=(zh|en)/.exec(document.cookie)
    const lang = cookie ? cookie[1] : stored('qiju.lang') || (/^zh/i.test(navigator.language) ? 'zh' : 'en')
    root.lang = lang === 'en' ? 'en' : 'zh-CN'
  }
})()
