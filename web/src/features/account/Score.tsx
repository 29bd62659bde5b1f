import { useQuery } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { scoreAccount } from '../../api/acts'
import type { Account, Factor } from '../../api/model'
import { playbookQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { FormDrawer } from '../../parts/FormDrawer'
import { Card } from '../../parts/Small'
import { Empty } from '../../parts/State'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

const unknown = -1

function useFactors(): { value: Factor[]; position: Factor[] } {
  const { lang } = usePreferences()
  const { data } = useQuery(playbookQuery(lang))
  return { value: data?.valueFactors ?? [], position: data?.positionFactors ?? [] }
}

/** A level of a factor with what the sheet says it means. */
function useLevels(factor: Factor) {
  const { t, text } = useWords()
  return [unknown, 0, 1, 2, 3, 4, 5].map((level) => {
    const meaning = factor.levels?.[String(level)]
    if (level === unknown) return { value: level, label: t('score.unknown') }
    return { value: level, label: meaning ? `${level} · ${text(meaning)}` : String(level) }
  })
}

function FactorField({ axis, index, factor }: { axis: 'value' | 'position'; index: number; factor: Factor }) {
  const { t, text } = useWords()
  const options = useLevels(factor)
  return (
    <Form.Item
      name={[axis, index]}
      label={
        <>
          {factor.code} {text(factor.text)}{' '}
          <span className="qj-3">{t('score.weight', { n: factor.weight })}</span>
        </>
      }
      required
    >
      <Select options={options} />
    </Form.Item>
  )
}

interface Values {
  value: number[]
  position: number[]
}

/** The score sheet: nine factors of value, seven of our position; unknown counts as one. */
export function ScoreDrawer({
  account,
  open,
  onClose,
}: {
  account: Pick<Account, 'id' | 'rev' | 'value' | 'position'>
  open: boolean
  onClose: () => void
}) {
  const { t } = useWords()
  const { said } = useSay()
  const factors = useFactors()
  const save = useAct((v: Values) => scoreAccount(account.id, account.rev, v))
  const levels = (had: number[] | undefined, f: Factor[]) => f.map((_, i) => had?.[i] ?? unknown)
  return (
    <FormDrawer<Values>
      title={t('score.title')}
      open={open && factors.value.length > 0}
      onClose={onClose}
      width={720}
      initial={{
        value: levels(account.value, factors.value),
        position: levels(account.position, factors.position),
      }}
      saveText={t('score.save')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('score.saved'))
      }}
      head={<p className="qj-12 qj-3">{t('score.help')}</p>}
    >
      <div className="qj-two">
        <fieldset>
          <legend>{t('score.value')}</legend>
          {factors.value.map((f, i) => (
            <FactorField key={f.code} axis="value" index={i} factor={f} />
          ))}
        </fieldset>
        <fieldset>
          <legend>{t('score.position')}</legend>
          {factors.position.map((f, i) => (
            <FactorField key={f.code} axis="position" index={i} factor={f} />
          ))}
        </fieldset>
      </div>
    </FormDrawer>
  )
}

function Axis({
  title,
  total,
  factors,
  levels,
}: {
  title: string
  total?: string
  factors: Factor[]
  levels?: number[]
}) {
  const { t, text } = useWords()
  return (
    <table className="qj-score">
      <caption>
        {title} <b>{total}</b>
      </caption>
      <tbody>
        {factors.map((f, i) => {
          const level = levels?.[i] ?? unknown
          return (
            <tr key={f.code}>
              <th scope="row">
                <span className="qj-3">{f.code}</span> {text(f.text)}
              </th>
              <td className="dots" aria-hidden="true">
                {[1, 2, 3, 4, 5].map((n) => (
                  <i key={n} className={n <= level ? 'on' : level === unknown ? 'unknown' : ''} />
                ))}
              </td>
              <td className="r">{level === unknown ? t('score.unknownShort') : level}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** 评分: both axes with the level of each factor. */
export function ScoreCard({
  account,
  opened,
  onDone,
}: {
  account: Account
  opened: boolean
  onDone: () => void
}) {
  const { t } = useWords()
  const factors = useFactors()
  const [open, setOpen] = useState(opened)
  const may = account.may.includes('score-account')
  return (
    <Card
      title={t('score.card')}
      note={account.unknown > 0 ? t('account.unknown', { n: account.unknown }) : undefined}
      extra={
        may && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('score.edit')}
          </Button>
        )
      }
    >
      {account.score ? (
        <>
          <Axis
            title={t('score.value')}
            total={account.score.v}
            factors={factors.value}
            levels={account.value}
          />
          <Axis
            title={t('score.position')}
            total={account.score.p}
            factors={factors.position}
            levels={account.position}
          />
        </>
      ) : (
        <Empty why={t('score.none')} />
      )}
      {may && (
        <ScoreDrawer
          account={account}
          open={open}
          onClose={() => {
            setOpen(false)
            if (opened) onDone()
          }}
        />
      )}
    </Card>
  )
}
