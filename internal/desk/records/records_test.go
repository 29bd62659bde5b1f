package records_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/records"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
	"qiju/internal/store/blobstore"
	"qiju/internal/store/sqlstore"
)

// cabinet is a company with an account of the east, a deal of it, and one of
// the south.
type cabinet struct {
	*testing.T
	desk    *desk.Desk
	records *records.Records
}

func newCabinet(t *testing.T) *cabinet {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlstore.Open(t.Context(), filepath.Join(dir, "qiju.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	blobs, err := blobstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(desk.Parts{Store: s, Blobs: blobs, Clock: clock.Fixed(1_790_000_000_000), IDs: &id.Sequence{}, Zone: time.UTC})
	c := &cabinet{T: t, desk: d, records: records.New(d)}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return furnish(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	return c
}

func furnish(ctx context.Context, tx store.Tx) error {
	for key, owner := range map[account.ID]string{"acc_east": "stf_east", "acc_south": "stf_south", "acc_gone": "stf_east"} {
		a := account.Account{ID: key, Name: i18n.Text{ZH: string(key)}, Owner: owner, Phase: account.Target, Voided: key == "acc_gone"}
		if _, err := tx.PutAccount(ctx, a); err != nil {
			return err
		}
		if err := tx.SetRelations(ctx, string(key), map[string][]access.Relation{owner: {access.Owner}, "stf_tech": {access.Support}}); err != nil {
			return err
		}
	}
	o := opportunity.Opportunity{ID: "opp_1", Account: "acc_east", Name: i18n.Text{ZH: "减速机"}, Commander: "stf_east", State: opportunity.Open}
	if _, err := tx.PutOpportunity(ctx, o); err != nil {
		return err
	}
	_, err := tx.PutProduct(ctx, trade.Product{ID: "prd_1", Code: "JS-1", Name: i18n.Text{ZH: "减速机"}, Cost: "812.50"})
	return err
}

func caller(staff, post string) desk.Caller {
	return desk.Caller{Principal: access.Principal{Staff: staff, Post: post}}
}

func east() desk.Caller  { return caller("stf_east", "specialist") }
func south() desk.Caller { return caller("stf_south", "specialist") }

func (c *cabinet) upload(by desk.Caller, parent, name, content string) store.File {
	c.Helper()
	f, err := c.records.Upload(c.Context(), by, parent, name, strings.NewReader(content))
	if err != nil {
		c.Fatal(err)
	}
	return f
}

func TestAFileIsReadByThoseWhoReadItsParent(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	f := c.upload(east(), "acc_east", "回执.txt", "已签收")
	for _, parent := range []string{"acc_east", "opp_1"} {
		if f := c.upload(east(), parent, "a.txt", "x"); f.Parent != "acc_east" {
			t.Errorf("a file of %s belongs to %s, want acc_east, whose relations decide", parent, f.Parent)
		}
	}
	tests := []struct {
		name string
		by   desk.Caller
		ok   bool
		kind fault.Kind
	}{
		{"who uploaded it", east(), true, 0},
		{"a member of the team", caller("stf_tech", "technical"), true, 0},
		{"finance, which reads every account", caller("stf_fin", "finance"), true, 0},
		{"another specialist", south(), false, fault.NotFound},
		{"an administrator without business data", desk.Caller{Principal: access.Principal{Staff: "stf_adm", Post: "none", Duty: "system_admin"}}, false, fault.NotFound},
		{"nobody", desk.Caller{}, false, fault.Unauthenticated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, r, err := c.records.Download(t.Context(), tt.by, f.ID)
			if !tt.ok {
				if r != nil || !fault.Is(err, tt.kind) {
					t.Errorf("Download = %v, want kind %v and no content", err, tt.kind)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Close() }()
			if b, err := io.ReadAll(r); err != nil || string(b) != "已签收" || got.Name != "回执.txt" || got.By != "stf_east" {
				t.Errorf("Download = %q of %+v, %v", b, got, err)
			}
		})
	}
}

// TestAForeignFileIsLikeNone compares the refusal of a file of another team
// with that of a file that is not there.
func TestAForeignFileIsLikeNone(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	f := c.upload(east(), "acc_east", "a.txt", "x")
	_, _, foreign := c.records.Download(t.Context(), south(), f.ID)
	_, _, none := c.records.Download(t.Context(), south(), "fil_none")
	a, b := fault.Of(foreign), fault.Of(none)
	if a == nil || b == nil || a.Kind != fault.NotFound || a.Kind != b.Kind || a.Key != b.Key {
		t.Errorf("a foreign file: %v, no file: %v, want the same NotFound", foreign, none)
	}
}

func TestNobodyUploadsWhereTheyHaveNoBusiness(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		by     desk.Caller
		parent string
		kind   fault.Kind
	}{
		{"to the account of another team", south(), "acc_east", fault.NotFound},
		{"to the deal of another team", south(), "opp_1", fault.NotFound},
		{"to an account that is not there", east(), "acc_none", fault.NotFound},
		{"to an account that was undone", east(), "acc_gone", fault.NotFound},
		{"to nothing", east(), "", fault.NotFound},
		{"as an auditor, who changes nothing", desk.Caller{Principal: access.Principal{Staff: "stf_aud", Post: "none", Duty: "auditor"}}, "acc_east", fault.Denied},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCabinet(t)
			_, err := c.records.Upload(t.Context(), tt.by, tt.parent, "a.txt", strings.NewReader("x"))
			if !fault.Is(err, tt.kind) {
				t.Errorf("Upload = %v, want kind %v", err, tt.kind)
			}
		})
	}
}

func TestTheNameOfAFileIsCleaned(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	tests := []struct{ name, given, want string }{
		{"a plain name stays", "报价 2026.pdf", "报价 2026.pdf"},
		{"a path loses its folders", "../../etc/passwd", "passwd"},
		{"a path of another system too", `C:\Users\x\合同.docx`, "合同.docx"},
		{"line ends and controls go", "a\r\nb\x00\x7f.txt", "ab.txt"},
		{"nothing gets a name", "", "file"},
		{"a folder gets a name", "..\\", "file"},
		{"a long name is cut at 200 characters", strings.Repeat("长", 300), strings.Repeat("长", 200)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := c.records.Upload(t.Context(), east(), "acc_east", tt.given, strings.NewReader("x"))
			if err != nil || f.Name != tt.want {
				t.Errorf("name = %q, %v, want %q", f.Name, err, tt.want)
			}
		})
	}
}

func TestTheTypeOfAFileIsSniffed(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	tests := []struct{ name, file, content, want string }{
		{"a page that says it is a picture", "logo.png", "<html><script>alert(1)</script>", "text/html; charset=utf-8"},
		{"a picture", "x.txt", "\x89PNG\x0D\x0A\x1A\x0A....", "image/png"},
		{"a document", "x", "%PDF-1.7\n", "application/pdf"},
		{"a text", "x.exe", "样品已送达", "text/plain; charset=utf-8"},
		{"one byte", "x", "\x00", "application/octet-stream"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := c.records.Upload(t.Context(), east(), "acc_east", tt.file, strings.NewReader(tt.content))
			if err != nil || f.Type != tt.want || f.Size != int64(len(tt.content)) {
				t.Errorf("type = %q, size %d, %v, want %q, %d", f.Type, f.Size, err, tt.want, len(tt.content))
			}
		})
	}
}

func TestAnEmptyFileAndOneThatIsTooLongAreRefused(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	_, err := c.records.Upload(t.Context(), east(), "acc_east", "a", strings.NewReader(""))
	if f := fault.Of(err); f == nil || f.Key != "file.empty" {
		t.Errorf("Upload of nothing = %v, want file.empty", err)
	}
	_, err = c.records.Upload(t.Context(), east(), "acc_east", "a", bytes.NewReader(make([]byte, records.MaxFile+1)))
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("Upload of more than %d bytes = %v, want TooLarge", records.MaxFile, err)
	}
}

func TestTheAuditOfAnUploadNamesTheContentByItsHash(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	f := c.upload(east(), "acc_east", "a.txt", "已签收")
	p, err := c.records.Audit(t.Context(), east(), records.AuditQuery{Key: "acc_east"})
	if err != nil || len(p.Rows) != 1 {
		t.Fatalf("audit = %+v, %v, want one line", p.Rows, err)
	}
	l := p.Rows[0]
	if l.Act != "upload-file" || l.By != "stf_east" || !strings.Contains(string(l.After), f.Hash) || strings.Contains(string(l.After), "已签收") {
		t.Errorf("line = %+v %s, want upload-file by stf_east with the hash", l, l.After)
	}
	if p, err := c.records.Audit(t.Context(), south(), records.AuditQuery{Key: "acc_east"}); err != nil || len(p.Rows) != 0 {
		t.Errorf("audit for another team = %+v, %v, want nothing", p.Rows, err)
	}
}

func TestCostsAreForThoseWhoMaySeeThem(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	for post, want := range map[string]string{"specialist": "", "back_office": "", "finance": "812.50", "manager": "812.50"} {
		got, err := c.records.Products(t.Context(), caller("stf_x", post))
		if err != nil || len(got) != 1 || got[0].Cost != want {
			t.Errorf("products for %s = %+v, %v, want cost %q", post, got, err, want)
		}
	}
}

func TestOnlyAuditorsProveTheChain(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	if _, err := c.records.Verify(t.Context(), east()); !fault.Is(err, fault.Denied) {
		t.Errorf("Verify by a specialist = %v, want Denied", err)
	}
	auditor := desk.Caller{Principal: access.Principal{Staff: "stf_aud", Post: "none", Duty: "auditor"}}
	if r, err := c.records.Verify(t.Context(), auditor); err != nil || !r.OK {
		t.Errorf("Verify by an auditor = %+v, %v, want it proved", r, err)
	}
}
