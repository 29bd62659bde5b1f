package source

import (
	"slices"

	"qiju/internal/base/fault"
)

// Kind is the kind of a diagnostic, as §10 of the notation names them.
type Kind string

// The kinds that reading reports.
const (
	UnknownLine    Kind = "unknown-line"
	ShapeMissing   Kind = "shape-missing"
	BracketOpen    Kind = "bracket-open"
	QuoteOpen      Kind = "quote-open"
	ArrowOpen      Kind = "arrow-open"
	TargetMissing  Kind = "target-missing"
	Trailing       Kind = "trailing"
	ControlChar    Kind = "control-char"
	TextEmpty      Kind = "text-empty"
	TextParts      Kind = "text-parts"
	TextLong       Kind = "text-long"
	IDBad          Kind = "id-bad"
	IDTwice        Kind = "id-twice"
	IDCase         Kind = "id-case"
	IDUnknown      Kind = "id-unknown"
	LabelAmbiguous Kind = "label-ambiguous"
	MarkerBad      Kind = "marker-bad"
	FactOrphan     Kind = "fact-orphan"
	FactMisplaced  Kind = "fact-misplaced"
	FactAfterChain Kind = "fact-after-chain"
	FactTwice      Kind = "fact-twice"
	DurationBad    Kind = "duration-bad"
	NumberBad      Kind = "number-bad"
	ValueBad       Kind = "value-bad"
	RoleBad        Kind = "role-bad"
	DocBad         Kind = "doc-bad"
	LaneBad        Kind = "lane-bad"
	ChartBad       Kind = "chart-bad"
	CondEmpty      Kind = "cond-empty"
	CondBad        Kind = "cond-bad"
	BodyOpen       Kind = "body-open"
	BodyClose      Kind = "body-close"
	FlowTwice      Kind = "flow-twice"
	FlowMissing    Kind = "flow-missing" // warning
	CrossScope     Kind = "cross-scope"
	StoreFlow      Kind = "store-flow"
	BoundaryLabel  Kind = "boundary-label"
	BoundaryExit   Kind = "boundary-exit"
	CheckArrow     Kind = "check-arrow" // warning
	BoxesBranch    Kind = "boxes-branch"
)

// The kinds that the structural check reports.
const (
	StartNone      Kind = "start-none"
	StartMany      Kind = "start-many"
	StartEntry     Kind = "start-entry"
	EndExit        Kind = "end-exit"
	Unreachable    Kind = "unreachable"
	NoEnd          Kind = "no-end"
	ImplicitSplit  Kind = "implicit-split"
	ExitUnlabelled Kind = "exit-unlabelled"
	ExitSame       Kind = "exit-same"
	DecidedMissing Kind = "decided-missing"
	CondMissing    Kind = "cond-missing"
	ElseTwice      Kind = "else-twice"
	ElseNone       Kind = "else-none" // warning
	CondPlace      Kind = "cond-place"
	GateExits      Kind = "gate-exits"
	Unsound        Kind = "unsound"
	EventKind      Kind = "event-kind"
	EventTarget    Kind = "event-target"
	AnytimeShape   Kind = "anytime-shape"
	BodyAndCall    Kind = "body-and-call"
	PoolUnknown    Kind = "pool-unknown"
	LaneUnknown    Kind = "lane-unknown"
	OneExit        Kind = "one-exit"     // warning
	RoleMissing    Kind = "role-missing" // warning
	StoreUnused    Kind = "store-unused" // warning
	StageEmpty     Kind = "stage-empty"  // warning
	SelfLoop       Kind = "self-loop"    // warning
)

// ReadingKinds returns the kinds that reading reports.
func ReadingKinds() []Kind {
	return []Kind{
		UnknownLine, ShapeMissing, BracketOpen, QuoteOpen, ArrowOpen, TargetMissing, Trailing, ControlChar,
		TextEmpty, TextParts, TextLong, IDBad, IDTwice, IDCase, IDUnknown, LabelAmbiguous, MarkerBad,
		FactOrphan, FactMisplaced, FactAfterChain, FactTwice, DurationBad, NumberBad, ValueBad,
		RoleBad, DocBad, LaneBad, ChartBad, CondEmpty, CondBad, BodyOpen, BodyClose, FlowTwice, FlowMissing,
		CrossScope, StoreFlow, BoundaryLabel, BoundaryExit, CheckArrow, BoxesBranch,
	}
}

// StructureKinds returns the kinds that the structural check reports.
func StructureKinds() []Kind {
	return []Kind{
		StartNone, StartMany, StartEntry, EndExit, Unreachable, NoEnd, ImplicitSplit, ExitUnlabelled, ExitSame,
		DecidedMissing, CondMissing, ElseTwice, ElseNone, CondPlace, GateExits, Unsound, EventKind, EventTarget,
		AnytimeShape, BodyAndCall, PoolUnknown, LaneUnknown, OneExit, RoleMissing, StoreUnused, StageEmpty, SelfLoop,
	}
}

// Severity returns the severity of every diagnostic of kind k.
func (k Kind) Severity() Severity {
	warnings := []Kind{FlowMissing, CheckArrow, ElseNone, OneExit, RoleMissing, StoreUnused, StageEmpty, SelfLoop}
	if slices.Contains(warnings, k) {
		return Warning
	}
	return Error
}

// New returns the diagnostic of kind k about a place. Its key is "chart.KIND",
// or "chart.KIND.VARIANT" where a kind has several messages.
func New(k Kind, variant string, line, col int, args fault.Args) Diagnostic {
	key := "chart." + string(k)
	if variant != "" {
		key += "." + variant
	}
	d := Diagnostic{Severity: k.Severity(), Kind: k, Line: line, Col: col, Key: key, Args: args}
	if slices.Contains(hinted(), key) {
		d.Hint = key + ".hint"
	}
	return d
}

// hinted returns the keys that have a hint.
func hinted() []string {
	return []string{
		"chart.unknown-line", "chart.unknown-line.blank", "chart.shape-missing", "chart.shape-missing.target",
		"chart.bracket-open", "chart.quote-open", "chart.arrow-open", "chart.target-missing.after",
		"chart.control-char", "chart.text-parts", "chart.id-bad.keyword", "chart.label-ambiguous",
		"chart.fact-after-chain", "chart.duration-bad", "chart.value-bad.decided", "chart.value-bad.involvement",
		"chart.check-arrow", "chart.implicit-split", "chart.exit-unlabelled", "chart.exit-unlabelled.glued",
		"chart.unsound.stuck", "chart.unsound.twice", "chart.unsound.dead", "chart.else-none", "chart.role-missing",
		"chart.flow-missing", "chart.boxes-branch", "chart.decided-missing",
	}
}
