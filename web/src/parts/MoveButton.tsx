import { Button, type ButtonProps, ConfigProvider } from 'antd'
import { usePreferences } from '../app/preferences'
import { moveTheme } from '../app/theme'

/**
 * The one cinnabar button of a screen: it moves the chart (complete, agree, return). Nothing else may look like it;
 * saving, creating and filtering are ink.
 */
export function MoveButton(props: Omit<ButtonProps, 'type' | 'danger'>) {
  const { theme } = usePreferences()
  return (
    <ConfigProvider theme={moveTheme(theme)}>
      <Button {...props} type="primary" />
    </ConfigProvider>
  )
}
