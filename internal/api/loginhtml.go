package api

import _ "embed"

// loginHTML is the sign-in page.
//
//go:embed login.html
var loginHTML string
