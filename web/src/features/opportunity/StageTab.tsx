import type { Text, WarRoom } from '../../api/model'
import { useWords } from '../../app/preferences'
import { percent } from '../../lib/format'
import { Card } from '../../parts/Small'
import { Empty } from '../../parts/State'

function Lines({ title, lines }: { title: string; lines?: Text[] }) {
  const { text } = useWords()
  if (!lines?.length) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {lines.length === 1 ? (
          text(lines[0])
        ) : (
          <ul>
            {lines.map((l) => (
              <li key={l.zh}>{text(l)}</li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  )
}

function Fact({ title, children }: { title: string; children?: string }) {
  if (!children) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** 阶段卡: who takes part in the stage, what it is about, what the company gives, what it should cost and take. */
export function StageTab({ room }: { room: WarRoom }) {
  const { t, text, code } = useWords()
  const s = room.stage
  if (!s) return <Empty why={t('stage.none')} />
  return (
    <div className="qj-page narrow">
      <Card title={text(s.name)} note={s.keyword && `${t('stage.keyword')} ${text(s.keyword)}`}>
        <dl className="qj-facts wide">
          <Lines title={t('stage.roles')} lines={s.roles?.length ? [joined(s.roles, text)] : undefined} />
          <Lines title={t('stage.contents')} lines={s.contents} />
          <Lines title={t('stage.focus')} lines={s.focus} />
          <Lines title={t('stage.support')} lines={s.support} />
          <Fact title={t('stage.involvement')}>{code('involvement', s.involvement)}</Fact>
          <Fact title={t('stage.norm')}>{s.days ? t('count.days', { n: s.days }) : ''}</Fact>
          <Fact title={t('stage.odds')}>{s.odds ? percentText(s.odds) : ''}</Fact>
          <Fact title={t('stage.budget')}>{s.budget ? percentText(s.budget) : ''}</Fact>
          <Lines title={t('stage.plays')} lines={s.plays} />
          <Lines title={t('stage.nextFocus')} lines={s.nextFocus?.map((zh) => ({ zh }))} />
        </dl>
      </Card>
      {room.unreviewed?.length ? (
        <p className="qj-pad qj-13 qj-zhe">{t('run.unreviewed', { gates: room.unreviewed.join('、') })}</p>
      ) : null}
    </div>
  )
}

function joined(texts: Text[], text: (x: Text) => string): Text {
  const line = texts.map(text).join('、')
  return { zh: line, en: texts.map(text).join(', ') }
}

function percentText(share: string): string {
  return share.includes('%') ? share : percent(share)
}
