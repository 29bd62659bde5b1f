package access

// Everything returns a scope that sees every record. It is for what the program
// does by itself; reason says why and stands in the code for its readers only.
func Everything(_ string) Scope { return Scope{all: true} }

// RelatedTo returns a scope that sees the records to which staff has a
// relation; nothing for "".
func RelatedTo(staff string) Scope { return Scope{staff: staff} }

// Nothing reports whether the scope sees no record at all.
func (s Scope) Nothing() bool { return !s.all && s.staff == "" }

// ScopeOf narrows a list of kind to what p may see. A bearer token without the
// right to read kind sees nothing.
func ScopeOf(p Principal, kind Kind) Scope {
	if p.Staff == "" || !tokenReads(p, kind) {
		return Scope{}
	}
	o := officesOf(p)
	switch kind {
	case AccountKind, OpportunityKind, TaskKind, RunKind, SampleKind, EvidenceKind, FileKind:
		return byRelation(p, o&reading != 0, o&selling != 0)
	case ContactKind:
		return byRelation(p, o&(backOffice|compliance) != 0, o&(selling|working) != 0)
	case AuditKind:
		return byRelation(p, o&auditor != 0, o&selling != 0)
	case ChartKind, PlaybookKind, ProductKind, StaffKind, CompanyKind:
		return Scope{all: true}
	case ImportKind:
		return Scope{all: o&(leading|systemAdmin) != 0}
	case SessionKind, SystemKind:
		return Scope{}
	}
	return Scope{}
}

func byRelation(p Principal, all, related bool) Scope {
	switch {
	case all:
		return Scope{all: true}
	case related:
		return RelatedTo(p.Staff)
	default:
		return Scope{}
	}
}

func tokenReads(p Principal, kind Kind) bool {
	if p.Scopes == nil {
		return true
	}
	for _, s := range p.Scopes {
		if s == string(kind)+":read" {
			return true
		}
	}
	return false
}
