package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/store"
)

func deskRecords(t *testing.T, s store.Store) {
	t.Helper()
	web := store.Session{Hash: "h1", Staff: "stf_1", Kind: "web", ExpiresAt: 9}
	token := store.Session{Hash: "h2", Staff: "stf_1", Kind: "token", Name: "对账", Scopes: []string{"account:read"}}
	other := store.Session{Hash: "h3", Staff: "stf_2", Kind: "web"}
	file := store.File{ID: "fil_1", Hash: "abc", Name: "合同.pdf", Type: "application/pdf", Size: 12, Parent: "acc_1", By: "stf_1", At: 3}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		for _, session := range []store.Session{web, token, other} {
			if err := tx.PutSession(ctx, session); err != nil {
				return err
			}
		}
		web.SeenAt = 5
		if err := tx.PutSession(ctx, web); err != nil {
			return err
		}
		return tx.PutFile(ctx, file)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Session(ctx, "h1")
		same(t, "session", got, web)
		if got.Hash != "h1" {
			t.Errorf("hash of the session: got %q, want h1", got.Hash)
		}
		if err != nil {
			return err
		}
		f, err := r.File(ctx, "fil_1")
		if f != file {
			t.Errorf("file: got %+v, want %+v", f, file)
		}
		_, err2 := r.File(ctx, "fil_9")
		missing(t, "file", err2)
		return err
	})
	filesMove(t, s, file)
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.DropSession(ctx, "h1") })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		_, err := r.Session(ctx, "h1")
		missing(t, "dropped session", err)
		_, err = r.Session(ctx, "h2")
		return err
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.DropSessionsOf(ctx, "stf_1") })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		_, err := r.Session(ctx, "h2")
		missing(t, "session of a person whose sessions ended", err)
		_, err = r.Session(ctx, "h3")
		return err
	})
	settings(t, s)
}

func filesMove(t *testing.T, s store.Store, file store.File) {
	t.Helper()
	later := store.File{ID: "fil_2", Hash: "def", Parent: "acc_1"}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.PutFile(ctx, later); err != nil {
			return err
		}
		if err := tx.PutFile(ctx, store.File{ID: "fil_0", Parent: "acc_2"}); err != nil {
			return err
		}
		return tx.SetFileParent(ctx, "fil_0", "acc_3")
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.FilesOf(ctx, "acc_1")
		if !slices.Equal(got, []store.File{file, later}) {
			t.Errorf("files of a record: got %+v, want %+v and %+v", got, file, later)
		}
		if err != nil {
			return err
		}
		none, err := r.FilesOf(ctx, "acc_2")
		same(t, "files that were given away", none, []store.File{})
		if err != nil {
			return err
		}
		moved, err := r.File(ctx, "fil_0")
		same(t, "parent of a moved file", moved.Parent, "acc_3")
		return err
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx store.Tx) error { return tx.SetFileParent(ctx, "fil_9", "acc_1") })
}

func settings(t *testing.T, s store.Store) {
	t.Helper()
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Setting(ctx, "company")
		if got != nil {
			t.Errorf("a setting that was never set: got %s, want nil", got)
		}
		_, err2 := r.CurrentPlaybook(ctx)
		missing(t, "playbook", err2)
		return err
	})
	second := store.Playbook{Version: 10, Body: json.RawMessage(`{"x":2}`), At: 4, By: "stf_1", Note: "改"}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.PutSetting(ctx, "company", json.RawMessage(`{"name":"旧"}`)); err != nil {
			return err
		}
		if err := tx.PutPlaybook(ctx, store.Playbook{Version: 9, Body: json.RawMessage(`{"x":1}`)}); err != nil {
			return err
		}
		if err := tx.PutPlaybook(ctx, second); err != nil {
			return err
		}
		return tx.PutSetting(ctx, "company", json.RawMessage(`{"name":"新"}`))
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Setting(ctx, "company")
		same(t, "setting", got, json.RawMessage(`{"name":"新"}`))
		if err != nil {
			return err
		}
		p, err := r.CurrentPlaybook(ctx)
		same(t, "newest playbook", p, second)
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error { return tx.PutPlaybook(ctx, second) })
}

func imports(t *testing.T, s store.Store) {
	t.Helper()
	old := store.Import{ID: "imp_1", Kind: "account", State: "done", At: 3, Report: json.RawMessage(`{"made":2}`)}
	recent := store.Import{ID: "imp_2", Kind: "contact", State: "running", At: 4}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutImport, &recent, &old) })
	changes := make([]store.Change, 100)
	for i := range changes {
		changes[i] = store.Change{Import: "imp_1", Kind: "account", ID: "acc_1", After: "digest"}
	}
	changes[3].Before = json.RawMessage(`{"a":1}`)
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.AddChanges(ctx, changes[:60]); err != nil {
			return err
		}
		if err := tx.AddChanges(ctx, []store.Change{{Import: "imp_2"}}); err != nil {
			return err
		}
		return tx.AddChanges(ctx, changes[60:])
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		all, err := r.Imports(ctx, 9)
		same(t, "imports, newest first", all, []store.Import{recent, old})
		if err != nil {
			return err
		}
		got, err := r.Import(ctx, "imp_1")
		same(t, "import", got, old)
		if err != nil {
			return err
		}
		last, err := r.Changes(ctx, "imp_1", 0, 2)
		same(t, "last changes", list(last, func(c store.Change) int64 { return c.Seq }), []int64{100, 99})
		if err != nil {
			return err
		}
		first, err := r.Changes(ctx, "imp_1", 5, 9)
		same(t, "changes below 5", list(first, func(c store.Change) int64 { return c.Seq }), []int64{4, 3, 2, 1})
		same(t, "what stood before", first[0].Before, changes[3].Before)
		return err
	})
	changesOfRecord(t, s)
}

// changesOfRecord looks for the newest change of a record, whose import may be
// an older one.
func changesOfRecord(t *testing.T, s store.Store) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		return tx.AddChanges(ctx, []store.Change{
			{Import: "imp_8", Kind: "account", ID: "acc_7", After: "first", RunSeq: 3},
			{Import: "imp_7", Kind: "account", ID: "acc_7", After: "second"},
			{Import: "imp_8", Kind: "team", ID: "acc_7", After: "team"},
		})
	})
	last := func(want string) {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			c, err := r.LastChange(ctx, "account", "acc_7")
			same(t, "newest change of a record", c.After, want)
			return err
		})
	}
	last("second")
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.DropChange(ctx, "imp_7", 1) })
	last("first")
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.DropChange(ctx, "imp_8", 1) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		_, err := r.LastChange(ctx, "account", "acc_7")
		missing(t, "change that was forgotten", err)
		left, err := r.Changes(ctx, "imp_8", 0, 9)
		same(t, "changes that are left", list(left, func(c store.Change) string { return c.Kind }), []string{"team"})
		return err
	})
}

func numbers(t *testing.T, s store.Store) {
	t.Helper()
	next := func(series string) (n int64) {
		update(t, s, func(ctx context.Context, tx store.Tx) (err error) {
			n, err = tx.NextNumber(ctx, series)
			return err
		})
		return n
	}
	same(t, "first two numbers", []int64{next("HT202609"), next("HT202609")}, []int64{1, 2})
	same(t, "another series", next("HT202610"), 1)
	broke := errors.New("broke")
	err := s.Update(in(t), func(tx store.Tx) error {
		n, err := tx.NextNumber(in(t), "HT202609")
		same(t, "number of a transaction that breaks", n, 3)
		return errors.Join(err, broke)
	})
	if !errors.Is(err, broke) {
		t.Errorf("got %v, want the error of the function", err)
	}
	same(t, "the number is given again", next("HT202609"), 3)
	const writers, each = 4, 10
	together(t, writers, func(int) error {
		for range each {
			if err := s.Update(in(t), func(tx store.Tx) error {
				_, err := tx.NextNumber(in(t), "HT202609")
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	same(t, "no gap under writers", next("HT202609"), 3+writers*each+1)
	if err := s.Ping(in(t)); err != nil {
		t.Errorf("ping: %v", err)
	}
}
