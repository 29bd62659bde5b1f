/** Shapes of the public API, as its OpenAPI document describes them. Instants are milliseconds UTC, days YYYY-MM-DD. */

export type Instant = number
export type Day = string

/** A text that people enter in one or two languages; the English part is optional. */
export interface Text {
  zh: string
  en?: string
}

/** A record by id and name. */
export interface Ref {
  id: string
  name: Text
}

/** Money in minor units (分). */
export interface Amount {
  minor: number
  currency: string
}

/** A page of a list; `next` is absent on the last. */
export interface Page<R> {
  rows: R[]
  next?: string
}

export interface Person {
  id: string
  username?: string
  name: Text
  post: string
  postName: Text
  duty?: string
  department?: Ref
  superior?: Ref
}

/** Who is signed in, and the operations that the post allows at all. */
export interface Principal {
  staff: Person
  departmentName?: Text
  may: string[]
  demo: boolean
  today: Day
  now: Instant
  /** The company's time zone, such as Asia/Shanghai; instants are shown in it. */
  zone: string
  company: Text
  version: string
}

export type TaskKind = 'task' | 'decision' | 'gate' | 'incident'

export interface Reason {
  key: string
  args?: Record<string, unknown>
  text: Text
}

/** What a node of a chart asks of somebody. */
export interface Task {
  id: string
  rev: number
  run: string
  token: string
  node: string
  kind: TaskKind
  chart: string
  title: Text
  stage?: Ref
  subject: { kind: string; id: string }
  opportunity?: Ref
  account?: Ref
  accountTier?: string
  amount?: Amount
  reasons?: Reason[]
  openedAt: Instant
  dueAt?: Instant
  overdue: boolean
  assignee?: Ref
  queue?: string
  mine: boolean
  claimable: boolean
  proposal?: { id: string; by: Ref; at: Instant; word: Word }
  closed?: boolean
  /** What the node asks, where the answer carries it. */
  checklist?: CheckItem[]
  documents?: NodeDocument[]
  exits?: Exit[]
}

export type Phase = 'target' | 'attack' | 'hold' | 'defend' | 'lost' | 'watch' | 'sealed'

export interface AccountRow {
  id: string
  rev: number
  code?: string
  name: Text
  industry?: Text
  owner?: Ref
  phase: Phase
  phaseNote?: Text
  existing: boolean
  tier?: string
  provisional: boolean
  unknown: number
  score?: { v: string; p: string; total: string }
  completeness?: string
  openOpportunities?: number
  updatedAt: Instant
}

export interface DossierField {
  code: string
  group: string
  name: Text
  weight: number
  value?: string
  verified?: Day
  na?: boolean
  state: 'fresh' | 'ageing' | 'stale' | 'missing' | 'na'
}

export interface Member {
  staff: Ref
  role: 'owner' | 'seller' | 'support'
}

export interface Account extends AccountRow {
  creditCode?: string
  ownership?: string
  location?: string
  foundedYear?: number
  employees?: number
  revenue?: string
  department?: Ref
  externalId?: string
  /** Level 0–5 of each factor in the order of the score table; −1 is unknown. */
  value?: number[]
  position?: number[]
  quadrant?: string
  dossier?: DossierField[]
  team?: Member[]
  parent?: Ref
  /** Only for those who see the contacts; shares and index are decimals. */
  group?: {
    identified: string | number
    penetration: string | number
    supportIndex: string | number
    weighed?: boolean
  }
  may: string[]
}

export interface Coach {
  stars: number
  trusted: boolean
  wishes: boolean
  respected: boolean
  rev: number
}

export interface Contact {
  id: string
  rev: number
  account: string
  name: Text
  title?: Text
  phone?: string
  email?: string
  role: string
  weight: number
  level: number
  attitude?: number
  veto: boolean
  identified: boolean
  /** Telephone and mail are hidden from the reader. */
  masked?: boolean
  /** Present only for those who may know. */
  coach?: Coach
}

export type OpportunityState = 'open' | 'suspended' | 'won' | 'lost' | 'terminated'

export interface Unattached {
  kind: string
  value: string
  suggestion?: Ref
}

export interface OpportunityRow {
  id: string
  rev: number
  externalId?: string
  name: Text
  account?: Ref
  tier?: string
  commander?: Ref
  product?: Ref
  amount: Amount
  state: OpportunityState
  stage?: Ref
  node?: { id: string; text: Text }
  expectedOn?: Day
  engagedOn?: Day
  closedOn?: Day
  waiting?: Unattached[]
  daysInStage?: number
  stageDays?: number
  import?: string
  updatedAt: Instant
}

/** The assessment of the customer's need; scores are 0–5, urgency 0–4. */
export interface Need {
  reason?: string
  reasonNote?: string
  urgency?: number
  urgencyWhy?: string
  structure?: number
  plan?: number
  strength?: number
  method?: string
  raisedBy?: string
  spec?: string
  volume?: string
  neededOn?: Day
}

export interface Statement {
  value: unknown
  evidence?: string
  by: string | Ref
  at: Instant
}

export interface Opportunity extends OpportunityRow {
  run?: string
  need: Need
  redFlags?: string[]
  stated?: Record<string, Statement>
  may: string[]
}

export interface StoredFile {
  id: string
  name: string
  size: number
  type: string
}

export interface Evidence {
  id: string
  kind: 'text' | 'link' | 'file' | 'na'
  text: string
  file?: StoredFile
  by: Ref
  at: Instant
}

/** A line of a checklist; it is done when evidence stands behind it. */
export interface CheckItem {
  node: string
  item: Text
  evidence?: Evidence[]
  done: boolean
}

export type NodeState = 'ahead' | 'done' | 'late' | 'live' | 'livelate' | 'skipped' | 'blocked'

export interface NodeView {
  id: string
  kind: string
  gate: boolean
  text: Text
  state: NodeState
  owner?: Ref
  since?: Instant
  dueAt?: Instant
  visits: number
  stage?: string
}

export interface StageHead {
  id: string
  name: Text
  keyword?: Text
  days?: number
  /** Days allowed, decimal text. */
  norm?: string
  state: 'done' | 'active' | 'ahead'
  late: boolean
}

export interface StageCard {
  id: string
  name: Text
  roles?: Text[]
  keyword?: Text
  contents?: Text[]
  focus?: Text[]
  support?: Text[]
  involvement?: string
  days?: string
  odds?: string
  budget?: string
  plays?: Text[]
  /** What the review that led here asked for. */
  nextFocus?: string[]
}

export interface NodeDocument {
  name: Text
  states?: string[]
  waits: boolean
  /** The record that the deal keeps for it, such as sample. */
  kind?: string
}

export interface Exit {
  edge: string
  text: Text
  to?: string
  word?: string
}

/** A node on which a token stands, with all that its panel needs. */
export interface LiveNode {
  node: string
  task?: Task
  checklist?: CheckItem[]
  documents?: NodeDocument[]
  exits?: Exit[]
  incident?: Reason
}

export interface RunView {
  id: string
  chart: string
  release?: string
  version?: number
  name?: Text
  state: string
  startedAt: Instant
  endedAt?: Instant
  endNode?: string
  days?: number
  revisit?: Day
  trigger?: string
  counts?: { skipped: number; overridden: number; returned: number }
}

export interface WarRoom {
  opportunity: Opportunity
  run?: RunView
  stages?: StageHead[]
  stage?: StageCard
  nodes?: NodeView[]
  live?: LiveNode[]
  checklists?: { node: string; items: CheckItem[] }[]
  unreviewed?: string[]
  links?: { node: string; chart: string; run: string; ended?: string }[]
}

export interface HistoryRow {
  id: string
  at: Instant
  by?: Ref
  kind: string
  node?: string
  text: Text
  detail?: string
  override?: boolean
}

/** A decision at a gate. */
export type Word = 'go' | 'conditional' | 'return' | 'suspend' | 'terminate'

export interface FactPart {
  fact: string
  name: Text
  have?: string
  want?: string
  met: boolean
}

/** The kind of act that mends an unmet requirement. */
export type Repair = 'coach' | 'sample' | 'contacts' | 'dossier' | 'need' | 'flags' | 'score' | 'state-fact'

export interface Requirement {
  code: string
  text: Text
  state: 'met' | 'unmet' | 'undetermined'
  parts?: FactPart[]
  repair?: Repair
}

/** What a person writes when proposing or deciding at a gate. */
export interface ReviewInput {
  gate: string
  word: Word
  opinion: string
  nextFocus: string[]
  expectedEffect?: string
  condition?: string
  conditionDue?: Day
  returnTo?: string
  revisitOn?: Day
  trigger?: string
  reasonCode?: string
  restart?: string
  override?: boolean
  reason?: string
  proposal?: string
  meetsEarlier?: string[] // earlier conditional reviews whose condition is met now
}

export interface Review extends Omit<ReviewInput, 'proposal'> {
  id: string
  rev: number
  state: 'proposed' | 'decided' | 'withdrawn'
  score?: number
  unmet?: string[]
  proposedBy?: string
  proposedAt?: Instant
  decidedBy?: string
  decidedAt?: Instant
}

export interface GateHelper {
  staff: Ref
  why: Reason
}

export interface Gate {
  gate: string
  text: Text
  state: 'live' | 'passed' | 'ahead' | 'skipped'
  mayPropose: boolean
  mayDecide: boolean
  score?: number
  requirements?: Requirement[]
  checklist?: CheckItem[]
  decisions?: Word[]
  returnTargets?: { node: string; text: Text }[]
  proposal?: Review
  reviews?: Review[]
  helpers?: GateHelper[]
  conditions?: { review: string; gate: string; text: string; due: Day; late: boolean }[]
  /** Of the people that reviews name. */
  names?: Record<string, Text>
}

export interface SampleEvent {
  code: string
  text: Text
}

export interface Sample {
  id: string
  rev: number
  number: string
  round: number
  what: string
  quantity: string
  standard?: string
  state: string
  stateText: Text
  deliveredOn?: Day
  result?: string
  events?: SampleEvent[]
}

export interface ChartRow {
  id: string
  name: Text
  version: number
  hash: string
  executable: boolean
  releasedAt?: Instant
  openRuns?: number
}

export interface ChartDetail extends ChartRow {
  text: string
  outline?: string
  about?: Text
}

/** A code of a table of the playbook with its text. */
export interface Coded {
  code: string
  text: Text
}

export interface Factor extends Coded {
  weight: number
  levels?: Record<string, Text>
}

/** A fact that a person may state. */
export interface FactKind {
  path: string
  name: Text
  type: 'number' | 'amount' | 'rate' | 'bool' | 'text' | 'date' | 'list' | 'duration'
  unit?: string
  values?: string[]
}

/** The tables that forms offer. */
export interface Playbook {
  version?: number
  tables: Partial<Record<'reasons' | 'methods' | 'redFlags' | 'lostReasons', Coded[]>>
  valueFactors: Factor[]
  positionFactors: Factor[]
  facts: FactKind[]
}

export type ImportKind = 'person' | 'product' | 'account' | 'opportunity'

export interface ImportProblem {
  line: number
  column?: string
  value?: string
  key: string
  text?: Text | string
}

export interface ImportSuggestion {
  kind: string
  value: string
  target: string
  name: string
  count: number
  accepted?: boolean
}

export interface ImportReport {
  rows: number
  made: number
  changed: number
  unchanged: number
  bad?: number
  superiors?: number
  complete?: number
  waiting?: { noAccount: number; unknownProduct: number; both: number }
  won?: number
  lost?: number
  open?: number
  sum?: Amount
  suggestions?: ImportSuggestion[]
  problems?: ImportProblem[]
  undone?: number
  touched?: { kind: string; id: string }[]
}

export interface Import {
  id: string
  rev: number
  kind: ImportKind
  file: string
  state: string
  dryRun: boolean
  done: number
  total: number
  report?: ImportReport
  by?: string
  at: Instant
  endedAt?: Instant
}

export interface AuditRow {
  id: string
  at: Instant
  /** Id of our person; absent for the system. */
  by?: string
  act: string
  kind?: string
  subject?: string
  why?: string
  /** Message key of the refusal; absent for an act. */
  refused?: string
  refusedText?: Text
  count?: number
  hash: string
  seq?: number
}

export interface AuditVerification {
  ok: boolean
  linked: number
  unlinked: number
  head: string
  badSeq?: number
  problem?: string
}
