package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// bar shows how far long work is, on a terminal only.
type bar struct {
	p *progressbar.ProgressBar
}

func (s Streams) bar(key string) bar {
	if !s.Terminal {
		return bar{}
	}
	return bar{progressbar.NewOptions(-1, progressbar.OptionSetWriter(s.Err), progressbar.OptionSetDescription(s.Words.Message(s.Lang, key, nil)),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())}
}

func (b bar) at(done, total int) {
	if b.p == nil {
		return
	}
	if total > 0 && b.p.GetMax() != total {
		b.p.ChangeMax(total)
	}
	_ = b.p.Set(done)
}

func (b bar) end() {
	if b.p != nil {
		_ = b.p.Finish()
	}
}
