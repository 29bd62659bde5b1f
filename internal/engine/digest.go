package engine

import "encoding/json"

// Digest returns the content hash of a run's canonical JSON (fields in the
// order of the type, keys of maps sorted). Two runs with one digest are the
// same; a state that was rebuilt from its journal is compared by it.
func Digest(run Run) string {
	text, err := json.Marshal(run)
	if err != nil {
		return "unprintable: " + err.Error()
	}
	return Hash(string(text))
}
