package password_test

import (
	"testing"

	"qiju/internal/office/password"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	a := password.New()
	hash, err := a.Hash("正确 horse")
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.Hash("正确 horse")
	if err != nil {
		t.Fatal(err)
	}
	if hash == again {
		t.Error("two hashes of one password are equal: no salt")
	}
	tests := []struct {
		name, hash, password string
		want                 bool
	}{
		{"the right password", hash, "正确 horse", true},
		{"a wrong password", hash, "正确 hors", false},
		{"no hash", "", "", false},
		{"a foreign hash", "$2a$10$abc", "正确 horse", false},
		{"weaker parameters are refused", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA", "x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := a.Match(t.Context(), tt.hash, tt.password); err != nil || got != tt.want {
				t.Errorf("Match = %v, want %v", got, tt.want)
			}
		})
	}
}
