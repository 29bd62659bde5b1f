import { Button, Dropdown, Form, Input, Upload } from 'antd'
import { useState } from 'react'
import { addEvidence, type EvidenceInput, uploadFile, withdrawEvidence } from '../../api/acts'
import type { CheckItem, Evidence, Opportunity } from '../../api/model'
import { useWords } from '../../app/preferences'
import { fileSize } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { Icon } from '../../parts/Icon'
import { InstantText } from '../../parts/Small'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

type Kind = EvidenceInput['kind']

interface Values {
  text: string
}

/** The form for a piece of evidence: words, an address, or why the line does not apply. */
function EvidenceDrawer({
  kind,
  item,
  onClose,
  add,
}: {
  kind?: Exclude<Kind, 'file'>
  item: CheckItem
  onClose: () => void
  add: (kind: Kind, text: string) => Promise<unknown>
}) {
  const { t, text } = useWords()
  const label =
    kind === 'link' ? t('evidence.link') : kind === 'na' ? t('evidence.naWhy') : t('evidence.text')
  return (
    <FormDrawer<Values>
      title={text(item.item)}
      open={kind !== undefined}
      onClose={onClose}
      initial={{ text: '' }}
      saveText={t('evidence.add')}
      save={(v) => add(kind ?? 'text', v.text)}
    >
      <Form.Item
        name="text"
        label={label}
        rules={[
          { required: true, message: t('form.required') },
          ...(kind === 'link' ? [{ pattern: /^https?:\/\/\S+$/, message: t('evidence.linkBad') }] : []),
        ]}
      >
        {kind === 'link' ? (
          <Input autoFocus inputMode="url" maxLength={2000} placeholder="https://" />
        ) : (
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
        )}
      </Form.Item>
    </FormDrawer>
  )
}

function Piece({ evidence, withdraw }: { evidence: Evidence; withdraw?: () => void }) {
  const { t, text } = useWords()
  const what = () => {
    switch (evidence.kind) {
      case 'link':
        return (
          <a href={evidence.text} target="_blank" rel="noreferrer noopener">
            {evidence.text}
          </a>
        )
      case 'file':
        return (
          <a href={`/api/v1/files/${evidence.file?.id ?? ''}`} download>
            {evidence.file?.name ?? evidence.text}{' '}
            {evidence.file && <span className="qj-3">{fileSize(evidence.file.size)}</span>}
          </a>
        )
      case 'na':
        return t('evidence.na', { why: evidence.text })
      case 'text':
        return evidence.text
    }
  }
  return (
    <div className="qj-evidence">
      {what()}{' '}
      <span className="qj-3">
        {text(evidence.by.name)} <InstantText at={evidence.at} />
      </span>
      {withdraw && (
        <button type="button" className="qj-link" onClick={withdraw}>
          {t('evidence.withdraw')}
        </button>
      )}
    </div>
  )
}

function Line({ opportunity, item }: { opportunity: Opportunity; item: CheckItem }) {
  const { t, text } = useWords()
  const { said, failed } = useSay()
  const [kind, setKind] = useState<Exclude<Kind, 'file'>>()
  const withdraw = useAct(
    (id: string) => withdrawEvidence(opportunity.id, opportunity.rev, id),
    () => said(t('evidence.withdrawn', { item: text(item.item) })),
  )
  const undo = (id: string) => withdraw.mutate(id, { onError: failed })
  const add = useAct(
    (v: { kind: Kind; text: string; file?: string }) =>
      addEvidence(opportunity.id, { node: item.node, item: item.item.zh, ...v }),
    (made) => said(t('evidence.added', { item: text(item.item) }), () => undo(made.id)),
  )
  const attach = async (file: File) => {
    try {
      const stored = await uploadFile(opportunity.id, file)
      await add.mutateAsync({ kind: 'file', text: file.name, file: stored.id })
    } catch (error) {
      failed(error)
    }
  }
  const may = opportunity.may.includes('add-evidence')
  return (
    <li className={item.done ? 'yes' : 'no'}>
      <span className="tick" role="img" aria-label={t(item.done ? 'check.done' : 'check.open')}>
        {item.done ? <Icon name="check" size={16} /> : <i />}
      </span>
      <span>
        {text(item.item)}
        {item.evidence?.map((e) => (
          <Piece
            key={e.id}
            evidence={e}
            withdraw={opportunity.may.includes('withdraw-evidence') ? () => undo(e.id) : undefined}
          />
        ))}
      </span>
      {may && (
        <span className="acts">
          <Button size="small" onClick={() => setKind('text')}>
            {t(item.done ? 'evidence.more' : 'evidence.new')}
          </Button>
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'link', label: t('evidence.asLink') },
                {
                  key: 'file',
                  label: (
                    <Upload
                      showUploadList={false}
                      beforeUpload={(f) => {
                        void attach(f)
                        return false
                      }}
                    >
                      {t('evidence.asFile')}
                    </Upload>
                  ),
                },
                { key: 'na', label: t('evidence.asNA') },
              ],
              onClick: ({ key }) => {
                if (key === 'link' || key === 'na') setKind(key)
              },
            }}
          >
            <Button
              size="small"
              aria-label={t('evidence.others', { item: text(item.item) })}
              icon={<Icon name="more" size={14} />}
            />
          </Dropdown>
        </span>
      )}
      <EvidenceDrawer
        kind={kind}
        item={item}
        onClose={() => setKind(undefined)}
        add={(k, words) => add.mutateAsync({ kind: k, text: words })}
      />
    </li>
  )
}

/** A checklist with its evidence: a line is ticked by evidence, never by hand. */
export function Checklist({ opportunity, items }: { opportunity: Opportunity; items: CheckItem[] }) {
  const { t } = useWords()
  const done = items.filter((i) => i.done).length
  return (
    <section className="qj-section">
      <h3>
        {t('check.title')}
        <em>{t('check.count', { n: done, of: items.length })}</em>
      </h3>
      <ul className="qj-checks">
        {items.map((i) => (
          <Line key={`${i.node}${i.item.zh}`} opportunity={opportunity} item={i} />
        ))}
      </ul>
    </section>
  )
}
