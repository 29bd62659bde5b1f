import { Drawer, type DrawerProps } from 'antd'
import { usePhone } from '../app/usePhone'

/**
 * A drawer from the right, a sheet from below on the phone. It stands in an element of ours, not in the body: only
 * then does the library leave the body's styles alone, which the policy of our pages would forbid it to write.
 */
export function Sheet({ size, ...props }: DrawerProps) {
  const phone = usePhone()
  return (
    <Drawer
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '92%' : (size ?? 480)}
      getContainer={() => document.getElementById('layers') ?? document.body}
      destroyOnHidden
      {...props}
    />
  )
}
