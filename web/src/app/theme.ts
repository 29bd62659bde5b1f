import { theme as antd, type ThemeConfig } from 'antd'
import design from './antd-theme.json'
import type { Theme } from './preferences'

type Derivative = NonNullable<Extract<ThemeConfig['algorithm'], unknown[]>>[number]

/** Puts the colours of the design back that the algorithms of Ant Design would dim. */
const keepSeeds: Derivative = (seed, map) => ({
  ...(map ?? antd.defaultAlgorithm(seed)),
  colorPrimary: seed.colorPrimary,
  colorInfo: seed.colorInfo,
  colorSuccess: seed.colorSuccess,
  colorWarning: seed.colorWarning,
  colorError: seed.colorError,
  colorLink: seed.colorLink,
})

/** The theme of Ant Design for a theme of ours: compact on the desk, comfortable for fingers, still on wish. */
export function themeOf(theme: Theme, compact: boolean, still: boolean): ThemeConfig {
  const d = design[theme]
  const base = theme === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm
  return {
    algorithm: compact ? [base, antd.compactAlgorithm, keepSeeds] : [base, keepSeeds],
    cssVar: d.cssVar,
    token: {
      ...d.token,
      motion: !still,
      ...(compact ? design.compact.token : { controlHeight: 44, controlHeightSM: 36 }),
    },
    components: d.components as ThemeConfig['components'],
  }
}

/** The theme inside the one button that moves a chart. */
export function moveTheme(theme: Theme): ThemeConfig {
  return { components: design.move[theme].components }
}
