import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { verifyDossier } from '../../api/acts'
import type { Account, DossierField } from '../../api/model'
import { useWords } from '../../app/preferences'
import { percent } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { Bar, Card, DayText } from '../../parts/Small'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

/** Fields that follow from a register of their own: nobody fills them in, they come with the coaches. */
const derived = new Set(['C4'])
const isFilled = (f: DossierField) => !derived.has(f.code)

interface Values {
  value: string
  na: boolean
}

function FieldDrawer({
  account,
  field,
  onClose,
}: {
  account: Account
  field?: DossierField
  onClose: () => void
}) {
  const { t, text } = useWords()
  const { said } = useSay()
  const save = useAct((v: Values) =>
    verifyDossier(account.id, account.rev, {
      code: field?.code ?? '',
      value: v.value ?? '',
      na: v.na || undefined,
    }),
  )
  return (
    <FormDrawer<Values>
      title={field ? t('dossier.fill', { name: text(field.name) }) : ''}
      open={field !== undefined}
      onClose={onClose}
      initial={{ value: field?.na ? '' : (field?.value ?? ''), na: field?.na ?? false }}
      saveText={t('dossier.verify')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('dossier.saved', { name: text(field?.name) }))
      }}
      head={<p className="qj-12 qj-3">{t('dossier.help', { n: field?.weight ?? 0 })}</p>}
    >
      <Form.Item
        name="value"
        label={t('dossier.value')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="na" valuePropName="checked">
        <Checkbox>{t('dossier.na')}</Checkbox>
      </Form.Item>
    </FormDrawer>
  )
}

/** 档案: how complete it is; what is missing is a button that opens its field. */
export function DossierCard({
  account,
  opened,
  onDone,
}: {
  account: Account
  opened?: string
  onDone: () => void
}) {
  const { t, text } = useWords()
  const fields = account.dossier ?? []
  const [chosen, setChosen] = useState<DossierField | undefined>(() =>
    opened?.includes(':') ? fields.find((f) => f.code === opened.split(':')[1] && isFilled(f)) : undefined,
  )
  const [all, setAll] = useState(opened !== undefined)
  const may = account.may.includes('verify-dossier')
  const lacking = fields.filter((f) => f.state === 'missing' || f.state === 'stale' || f.state === 'ageing')
  const total = fields.filter((f) => !f.na).reduce((n, f) => n + f.weight, 0) || 100
  return (
    <Card
      title={
        <>
          {t('dossier.title')} {percent(account.completeness)}
        </>
      }
      note={t('dossier.target')}
      extra={
        <button type="button" className="qj-link qj-12" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'dossier.hide' : 'dossier.showAll')}
        </button>
      }
    >
      <div className="qj-pad">
        <Bar share={Number(account.completeness ?? 0)} target={0.9} />
      </div>
      {lacking.length === 0 ? (
        <p className="qj-pad qj-13 qj-2">{t('dossier.complete')}</p>
      ) : (
        <div className="qj-missing">
          {lacking.filter(isFilled).map((f) => (
            <Button key={f.code} size="small" disabled={!may} onClick={() => setChosen(f)}>
              {f.state !== 'missing' ? t('dossier.recheck', { name: text(f.name) }) : text(f.name)}{' '}
              <span className="qj-3">+{Math.round((f.weight / total) * 1000) / 10}</span>
            </Button>
          ))}
          {lacking.some((f) => !isFilled(f)) && (
            <span className="qj-12 qj-3">
              {t('dossier.derivedLacking', {
                names: lacking
                  .filter((f) => !isFilled(f))
                  .map((f) => text(f.name))
                  .join('、'),
              })}
            </span>
          )}
        </div>
      )}
      {all && (
        <dl className="qj-facts">
          {fields
            .filter((f) => f.state !== 'missing')
            .map((f) => (
              <div key={f.code}>
                <dt>{text(f.name)}</dt>
                <dd>
                  {!isFilled(f) ? t('dossier.derived') : f.na ? t('dossier.naShort') : f.value}{' '}
                  <span className="qj-12 qj-3">
                    <DayText day={f.verified} />
                  </span>
                  {may && isFilled(f) && (
                    <button type="button" className="qj-link qj-12" onClick={() => setChosen(f)}>
                      {t('act.edit')}
                    </button>
                  )}
                </dd>
              </div>
            ))}
        </dl>
      )}
      <FieldDrawer
        account={account}
        field={chosen}
        onClose={() => {
          setChosen(undefined)
          if (opened) onDone()
        }}
      />
    </Card>
  )
}
