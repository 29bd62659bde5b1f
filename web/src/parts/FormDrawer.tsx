import { Button, Form, type FormInstance } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from '../app/preferences'
import { fieldErrors, problemOf } from '../lib/problem'
import { MoveButton } from './MoveButton'
import { Sheet } from './Sheet'
import { Failure } from './State'

interface Props<V extends object> {
  title: ReactNode
  open: boolean
  onClose: () => void
  initial: Partial<V>
  /** Saves; throws what the server refuses. The drawer closes when it returns. `opened` is what the form began with. */
  save: (values: V, opened: Partial<V>) => Promise<unknown>
  saveText: string
  /** Whether saving moves the chart. */
  move?: boolean
  /** Above the fields: why this form, or what the server refused. */
  head?: ReactNode
  form?: FormInstance<V>
  width?: number
  onFailure?: (error: unknown) => void
  /** Whether a refusal shows in `head` instead of below the fields. */
  ownFailure?: (error: unknown) => boolean
  children: ReactNode
}

function changes(form: FormInstance, initial: object): number {
  const now = form.getFieldsValue(true) as Record<string, unknown>
  const was = initial as Record<string, unknown>
  return Object.keys(now).filter((k) => JSON.stringify(now[k] ?? null) !== JSON.stringify(was[k] ?? null))
    .length
}

/** Puts what the server says about a field beside the field; returns whether all of it found one. */
function showFieldErrors(form: FormInstance, error: unknown): boolean {
  // Fields that nobody has touched are only among those that are shown, values without a field only among all.
  const known = new Set([form.getFieldsValue(), form.getFieldsValue(true)].flatMap((v) => Object.keys(v)))
  const all = fieldErrors(problemOf(error))
  let found = 0
  for (const [field, errors] of all) {
    const name = field.split('.')
    if (!known.has(name[0] ?? '')) continue
    form.setFields([{ name: name.length > 1 ? name : field, errors }])
    found++
  }
  return found > 0 && found === all.size
}

/** A form in a drawer from the right, a sheet on the phone. Its foot counts what changed. */
export function FormDrawer<V extends object>(props: Props<V>) {
  const { t } = useWords()
  const [own] = Form.useForm<V>()
  const form = props.form ?? own
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [changed, setChanged] = useState(0)
  const { open, initial } = props
  const opened = useRef(initial)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a form starts anew when it opens, not when its record is read again
  useEffect(() => {
    if (!open) return
    opened.current = initial
    form.resetFields()
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0])
    setFailure(undefined)
    setChanged(0)
  }, [open])

  const submit = async (values: V) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await props.save(values, opened.current)
      props.onClose()
    } catch (error) {
      props.onFailure?.(error)
      if (!props.ownFailure?.(error) && !showFieldErrors(form, error)) setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const Save = props.move ? MoveButton : Button
  const foot = (
    <div className="qj-savebar">
      <span className="qj-12 qj-3" aria-live="polite">
        {changed > 0 ? t('form.changed', { n: changed }) : ''}
      </span>
      <span className="qj-gap" />
      <Button onClick={props.onClose}>{t('act.cancel')}</Button>
      <Save
        {...(props.move ? {} : { type: 'primary' as const })}
        loading={busy}
        onClick={() => form.submit()}
      >
        {props.saveText}
      </Save>
    </div>
  )
  return (
    <Sheet title={props.title} open={open} onClose={props.onClose} size={props.width} footer={foot}>
      {props.head}
      <Form<V>
        form={form}
        layout="vertical"
        requiredMark={(label, { required }) => (
          <>
            {label}
            {!required && <span className="qj-optional">{t('form.optional')}</span>}
          </>
        )}
        scrollToFirstError={{ focus: true }}
        onValuesChange={() => setChanged(changes(form, opened.current))}
        onFinish={(v) => void submit(v)}
      >
        {props.children}
      </Form>
      {failure !== undefined && (
        <Failure error={failure} kept={t('fault.kept')} retry={() => form.submit()} />
      )}
    </Sheet>
  )
}
