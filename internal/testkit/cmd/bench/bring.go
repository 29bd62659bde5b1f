package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"qiju/internal/testkit"
)

// Sizes of the company whose deals are imported.
const (
	importSellers  = 30
	importProducts = 7
	importAccounts = 85
)

// mapping says how the columns of the generated files become our fields.
const mapping = `{"source":"bench","currency":"CNY",
	"person":{"columns":{"name":"seller","superior":"manager","region":"region"}},
	"product":{"columns":{"name":"product","series":"series","list_price":"price"}},
	"account":{"columns":{"name":"account","industry":"industry"}},
	"opportunity":{"columns":{"id":"id","commander":"seller","product":"product","account":"account","stage":"stage",
		"engaged_on":"engaged","closed_on":"closed","amount":"amount"},
		"stages":{"Open":{"state":"open","place":"C1"},"Won":{"state":"won","end":"OK"},"Lost":{"state":"lost","end":"NO"}}}}`

// files are the generated files, in the order in which they are imported.
func files(deals int) []struct{ kind, content string } {
	var people, products, accounts, all strings.Builder
	people.WriteString("seller,manager,region\n")
	for i := range importSellers {
		fmt.Fprintf(&people, "Seller %02d,Manager %d,华东\n", i, i%6)
	}
	products.WriteString("product,series,price\n")
	for i := range importProducts {
		fmt.Fprintf(&products, "GX-%d,GX,%d\n", i, 400+i)
	}
	accounts.WriteString("account,industry\n")
	for i := range importAccounts {
		fmt.Fprintf(&accounts, "客户%03d,机械\n", i)
	}
	all.WriteString("id,seller,product,account,stage,engaged,closed,amount\n")
	for i := range deals {
		fmt.Fprintf(&all, "D%06d,Seller %02d,GX-%d,客户%03d,%s,2026-01-%02d,,%d\n", i, i*7%importSellers, i%importProducts, i*11%importAccounts,
			[]string{"Open", "Won", "Lost"}[i%3], i%28+1, 1000+i)
	}
	return []struct{ kind, content string }{
		{"person", people.String()}, {"product", products.String()}, {"account", accounts.String()}, {"opportunity", all.String()},
	}
}

// importing measures the import of a file of opportunities through the API,
// from the request to the finished report: run, journal, audit line and undo
// record of each row included.
func importing(ctx context.Context, n scale) ([]Row, error) {
	s, err := testkit.Open(ctx, testkit.Options{Beat: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	c, err := s.NewCompany(ctx)
	if err != nil {
		return nil, err
	}
	var took time.Duration
	for _, f := range files(n.rows) {
		began := time.Now()
		if err := bring(ctx, s, c.People["head"].Token, f.kind, f.content); err != nil {
			return nil, fmt.Errorf("%s: %w", f.kind, err)
		}
		took = time.Since(began)
	}
	return []Row{{What: fmt.Sprintf("import %d opportunities (rows per s)", n.rows), PerSec: float64(n.rows) / took.Seconds()}}, nil
}

// bring imports one file and waits for its end.
func bring(ctx context.Context, s *testkit.Server, token, kind, content string) error {
	a, err := s.Do(ctx, token, testkit.Request{Method: "POST", Path: "/api/v1/imports", Body: map[string]any{
		"kind": kind, "file": kind + ".csv", "mapping": json.RawMessage(mapping), "content": content,
	}})
	if err != nil {
		return err
	}
	var i struct {
		ID     string `json:"id"`
		State  string `json:"state"`
		Total  int    `json:"total"`
		Report struct {
			Made     int               `json:"made"`
			Problems []json.RawMessage `json:"problems"`
		} `json:"report"`
	}
	for range 60_000 {
		if err := json.Unmarshal(a.Body, &i); err != nil || a.Status >= 300 {
			return fmt.Errorf("%d %s", a.Status, a.Body)
		}
		switch {
		case i.State == "done" && i.Report.Made == i.Total:
			return nil
		case i.State != "running":
			return fmt.Errorf("ended as %q with %d of %d rows: %s", i.State, i.Report.Made, i.Total, i.Report.Problems)
		}
		<-time.After(10 * time.Millisecond)
		if a, err = s.Do(ctx, token, testkit.Request{Method: "GET", Path: "/api/v1/imports/" + i.ID}); err != nil {
			return err
		}
	}
	return fmt.Errorf("import %s does not end", i.ID)
}
