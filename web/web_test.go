package web_test

import (
	"bytes"
	"io/fs"
	"testing"

	"qiju/web"
)

func TestFilesHoldsAPageThatNamesTheNonce(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(web.Files(), "index.html")
	if err != nil {
		t.Fatalf("index.html: %v", err)
	}
	if !bytes.Contains(page, []byte("__CSP_NONCE__")) {
		t.Error("index.html has no __CSP_NONCE__ for the server to replace")
	}
	if bytes.Contains(page, []byte("<script>")) {
		t.Error("index.html has an inline script, which the policy of our pages forbids")
	}
}

func TestFilesHoldsWhatTheSignInPageLoads(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"boot.js", "login.css", "favicon.svg"} {
		if _, err := fs.Stat(web.Files(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
