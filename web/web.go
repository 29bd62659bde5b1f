// Package web holds the web app: its TypeScript sources and, in a program built
// with the tag webbuilt, what the build made of them.
//
// A Go-only build (without the tag) embeds a page that says how to build the
// web app, so that the program compiles, signs people in and serves its API
// without Node.
package web

import "io/fs"

// Files returns the files to serve at the root of the site. It always holds
// index.html, in which the server replaces __CSP_NONCE__ by the nonce of the
// answer, and what the sign-in page loads: boot.js, login.css, favicon.svg.
func Files() fs.FS { return files() }

// Built reports whether the web app itself is embedded, not its placeholder.
func Built() bool { return built }
