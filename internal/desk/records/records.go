// Package records is what the desk does about what is kept beside the field's
// own records: files, products for choosing, the audit trail.
package records

import (
	"context"
	"io"
	"net/http"
	"path"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// AuditQuery filters the audit lines.
type AuditQuery = store.AuditQuery

// AuditLine is one act or one refusal.
type AuditLine = store.AuditLine

// AuditReport is the result of proving the chain.
type AuditReport = store.AuditReport

// MaxFile is the longest attachment, in bytes (decisions §3.10).
const MaxFile = 50 << 20

// Records is the chapter.
type Records struct {
	desk *desk.Desk
}

// New returns the chapter over the kernel.
func New(d *desk.Desk) *Records { return &Records{desk: d} }

// keyOf returns the key of the record that a file shall belong to: an account
// or an opportunity.
func keyOf(ctx context.Context, r store.Reader, parent string) (string, error) {
	if strings.HasPrefix(parent, "opp_") {
		o, err := r.Opportunity(ctx, opportunity.ID(parent))
		if err == nil && o.Voided {
			return "", fault.New(fault.NotFound, "fault.not_found", nil)
		}
		return accounts.KeyOf(o), err
	}
	a, err := r.Account(ctx, account.ID(parent))
	if err == nil && a.Voided {
		return "", fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return string(a.ID), err
}

// Upload stores a file: the content first, the row second, so that no row ever
// points at nothing. The type is sniffed, never taken from the sender.
func (c *Records) Upload(ctx context.Context, by desk.Caller, parent, name string, content io.ReadSeeker) (store.File, error) {
	if err := c.mayUpload(ctx, by, parent); err != nil {
		return store.File{}, err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(content, head)
	if err != nil && n == 0 {
		return store.File{}, fault.Field("body", "file.empty", nil)
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return store.File{}, fault.Wrap(err, "read upload")
	}
	hash, size, err := c.desk.Blobs.Put(ctx, content, MaxFile)
	if err != nil {
		return store.File{}, err
	}
	var f store.File
	err = c.desk.Act(ctx, by, access.UploadFile, func(ctx context.Context, t *desk.Turn) error {
		key, err := keyOf(ctx, t, parent)
		if err != nil {
			return err
		}
		if err := t.Admit(ctx, "file", parent, key); err != nil {
			return err
		}
		f = store.File{
			ID: t.New("fil"), Hash: hash, Name: clean(name), Type: http.DetectContentType(head[:n]), Size: size, Parent: key, By: by.Staff, At: t.Now,
		}
		if err := t.PutFile(ctx, f); err != nil {
			return err
		}
		return t.Record("file", f.ID, key, nil, map[string]any{"name": f.Name, "size": f.Size, "sha256": hash}, "")
	})
	return f, err
}

// mayUpload asks before the content is stored, so that nobody fills the disk
// who may not.
func (c *Records) mayUpload(ctx context.Context, by desk.Caller, parent string) error {
	return c.desk.Look(ctx, by, access.UploadFile, func(ctx context.Context, g *desk.Glance) error {
		key, err := keyOf(ctx, g, parent)
		if err != nil {
			return err
		}
		return g.Admit(ctx, "file", parent, key)
	})
}

// clean keeps the last part of a file name without control characters.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, path.Base(strings.ReplaceAll(name, "\\", "/")))
	if r := []rune(name); len(r) > 200 {
		name = string(r[:200])
	}
	if name == "." || name == ".." || name == "/" || name == "" {
		return "file"
	}
	return name
}

// Download returns a file and its content; the right is that of its parent.
func (c *Records) Download(ctx context.Context, by desk.Caller, id string) (store.File, io.ReadCloser, error) {
	var f store.File
	err := c.desk.Look(ctx, by, access.GetFile, func(ctx context.Context, g *desk.Glance) error {
		var err error
		if f, err = g.File(ctx, id); err != nil {
			return err
		}
		return g.Admit(ctx, "file", id, f.Parent)
	})
	if err != nil {
		return f, nil, err
	}
	r, err := c.desk.Blobs.Open(ctx, f.Hash)
	return f, r, err
}

// Products returns what we sell; costs only for those who may see them.
func (c *Records) Products(ctx context.Context, by desk.Caller) ([]trade.Product, error) {
	list := []trade.Product{}
	err := c.desk.Look(ctx, by, access.ListProducts, func(ctx context.Context, g *desk.Glance) error {
		if err := g.Open(); err != nil {
			return err
		}
		all, err := g.Products(ctx)
		for _, p := range all {
			if !by.IsSystem() && !access.MaySee(by.Principal, access.Cost, access.PostOf(by.Principal)) {
				p.Cost = ""
			}
			list = append(list, p)
		}
		return err
	})
	return list, err
}

// Audit returns the audit lines that the caller may read, newest first. Lines
// about restricted facts, and about refusals to write them, are only for those
// who may see such facts of the account; a page may be shorter by them.
func (c *Records) Audit(ctx context.Context, by desk.Caller, q AuditQuery) (page.Page[AuditLine], error) {
	var p page.Page[AuditLine]
	err := c.desk.Look(ctx, by, access.ListAudit, func(ctx context.Context, g *desk.Glance) error {
		var err error
		if p, err = g.Audit(ctx, g.Scope(access.AuditKind), q); err != nil {
			return err
		}
		p.Rows, err = readable(ctx, g, p.Rows)
		return err
	})
	return p, err
}

// readable leaves out the lines about restricted facts that the reader may not
// know of.
func readable(ctx context.Context, g *desk.Glance, lines []AuditLine) ([]AuditLine, error) {
	kept := make([]AuditLine, 0, len(lines))
	for _, l := range lines {
		if restricted(l) && !g.By.IsSystem() {
			rel, err := g.Relation(ctx, l.Key)
			if err != nil {
				return nil, err
			}
			if !access.MaySee(g.By.Principal, access.Personal, rel) {
				continue
			}
		}
		kept = append(kept, l)
	}
	return kept, nil
}

func restricted(l AuditLine) bool {
	return l.Kind == accounts.Restricted || l.Act == string(access.SetCoach) || l.Act == string(access.DropCoach)
}

// Verify proves the audit chain.
func (c *Records) Verify(ctx context.Context, by desk.Caller) (AuditReport, error) {
	err := c.desk.Look(ctx, by, access.VerifyAudit, func(_ context.Context, g *desk.Glance) error { return g.AdmitPost() })
	if err != nil {
		return AuditReport{}, err
	}
	return c.desk.Store.VerifyAudit(ctx)
}
