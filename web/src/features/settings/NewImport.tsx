import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Select, Switch, Upload } from 'antd'
import { useState } from 'react'
import { createImport } from '../../api/acts'
import type { ImportKind } from '../../api/model'
import { useWords } from '../../app/preferences'
import { fileSize } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { Icon } from '../../parts/Icon'
import { useAct } from '../../parts/useAct'
import { guessKind, mappings, readText } from './mappings'

interface Values {
  kind: ImportKind
  mapping: string
  dryRun: boolean
}

const kinds: ImportKind[] = ['person', 'product', 'account', 'opportunity']
const shown = (kind: ImportKind) => JSON.stringify(mappings[kind], null, 2)

function isJSON(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** 导入: file, kind, mapping; a dry run first, which writes nothing. */
export function NewImport({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, code } = useWords()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<{ name: string; size: number; content: string }>()
  const [lacking, setLacking] = useState(false)
  const create = useAct(createImport)
  const take = async (f: File) => {
    setFile({ name: f.name, size: f.size, content: await readText(f) })
    setLacking(false)
    const kind = guessKind(f.name)
    if (kind) form.setFieldsValue({ kind, mapping: shown(kind) })
  }
  return (
    <FormDrawer<Values>
      form={form}
      title={t('import.new')}
      open={open}
      onClose={onClose}
      width={720}
      initial={{ kind: 'account', mapping: shown('account'), dryRun: true }}
      saveText={t('import.start')}
      save={async (v) => {
        if (!file) {
          setLacking(true)
          throw new Error('no file')
        }
        const made = await create.mutateAsync({
          kind: v.kind,
          file: file.name,
          dryRun: v.dryRun,
          mapping: JSON.parse(v.mapping),
          content: file.content,
        })
        await navigate({ to: '/settings/imports/$id', params: { id: made.id } })
      }}
      ownFailure={() => lacking || !file}
    >
      <Form.Item
        label={t('import.file')}
        required
        validateStatus={lacking ? 'error' : undefined}
        help={lacking ? t('import.fileNeeded') : undefined}
      >
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(f) => {
            void take(f)
            return false
          }}
        >
          <Button icon={<Icon name="file" size={14} />}>{t('import.choose')}</Button>
        </Upload>{' '}
        {file && (
          <span className="qj-13">
            {file.name} <span className="qj-3">{fileSize(file.size)}</span>
          </span>
        )}
      </Form.Item>
      <Form.Item name="kind" label={t('import.kind')} required>
        <Select
          options={kinds.map((k) => ({ value: k, label: code('importKind', k) }))}
          onChange={(k: ImportKind) => form.setFieldsValue({ mapping: shown(k) })}
        />
      </Form.Item>
      <Form.Item
        name="mapping"
        label={t('import.mapping')}
        extra={t('import.mappingHelp')}
        rules={[
          {
            validator: (_, v: string) =>
              isJSON(v) ? Promise.resolve() : Promise.reject(new Error(t('import.mappingBad'))),
          },
        ]}
        required
      >
        <Input.TextArea className="qj-mono" autoSize={{ minRows: 8, maxRows: 24 }} spellCheck={false} />
      </Form.Item>
      <Form.Item name="dryRun" label={t('import.dryRun')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
