package access

// relations is a set of relations.
type relations uint8

const (
	byPostAlone relations = 1 << iota
	bySupport
	bySeller
	byHead
	byOwner

	holders = byOwner | bySeller    // who develop the account
	sellers = holders | byHead      // and those above them
	workers = sellers | bySupport   // and the rest of the account team
	readers = workers | byPostAlone // and whose post reads every account
)

func (s relations) has(r Relation) bool {
	switch r {
	case Owner:
		return s&byOwner != 0
	case Head:
		return s&byHead != 0
	case Seller:
		return s&bySeller != 0
	case Support:
		return s&bySupport != 0
	case Post:
		return s&byPostAlone != 0
	case Foreign:
	}
	return false
}

// offices is a set of posts and administrative duties.
type offices uint32

const (
	specialist offices = 1 << iota
	manager
	director
	executive
	backOffice
	finance
	quality
	technical
	planning
	logistics
	legal
	compliance
	hr
	systemAdmin
	securityAdmin
	auditor

	leading = manager | director | executive
	selling = specialist | leading
	filing  = backOffice | finance | quality | technical | planning | logistics | legal // bring papers into a deal
	working = filing | compliance | director | executive                                // can be given tasks by their office
	reading = working | auditor                                                         // read every account
)

// officesOf returns the post and the duty of p. The codes are those of
// department, which this floor does not import.
func officesOf(p Principal) offices {
	return postOf(p.Post) | dutyOf(p.Duty)
}

func postOf(code string) offices {
	switch code {
	case "specialist":
		return specialist
	case "manager":
		return manager
	case "director":
		return director
	case "executive":
		return executive
	case "back_office":
		return backOffice
	case "finance":
		return finance
	case "quality":
		return quality
	case "technical":
		return technical
	case "planning":
		return planning
	case "logistics":
		return logistics
	case "legal":
		return legal
	case "compliance":
		return compliance
	case "hr":
		return hr
	default:
		return 0
	}
}

func dutyOf(code string) offices {
	switch code {
	case "system_admin":
		return systemAdmin
	case "security_admin":
		return securityAdmin
	case "auditor":
		return auditor
	default:
		return 0
	}
}
