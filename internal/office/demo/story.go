package demo

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// story is the company in the making: a desk with a clock of its own, what was
// made so far by the names that the story uses, and the acts to come.
type story struct {
	day      clock.Date
	hand     *hand
	tx       store.Tx // in which all acts are done
	zone     *time.Location
	desk     *desk.Desk
	book     *runs.Book
	accounts *accounts.Accounts
	deals    *deals.Deals

	staff       map[string]department.Staff     // by user name
	holders     map[department.Post]string      // user name of the first of each post
	departments map[string]department.ID        // by key of the table
	products    map[string]trade.ProductID      // by code
	customers   map[string]account.ID           // by code, "A08"
	contacts    map[string]account.ContactID    // by Chinese name
	opened      map[string]opportunity.ID       // by code of the account
	samples     map[string]opportunity.SampleID // by code of the account and round, "A08.1"
	releases    map[string]*engine.Release      // by id of the chart

	acts []act
}

// act is something that one of our people does at a moment.
type act struct {
	at   clock.Instant
	name string
	do   func(context.Context) error
}

func newStory(p Parts, tx store.Tx, day clock.Date) *story {
	s := &story{
		day: day, hand: &hand{}, tx: tx, zone: p.Zone,
		staff: map[string]department.Staff{}, holders: map[department.Post]string{}, departments: map[string]department.ID{},
		products: map[string]trade.ProductID{}, customers: map[string]account.ID{}, contacts: map[string]account.ContactID{},
		opened: map[string]opportunity.ID{}, samples: map[string]opportunity.SampleID{}, releases: map[string]*engine.Release{},
	}
	s.desk = desk.New(desk.Parts{Store: joined{Store: p.Store, tx: tx}, Blobs: p.Blobs, Clock: s.hand, IDs: p.IDs, Zone: p.Zone})
	s.book = runs.NewBook(s.desk)
	s.accounts = accounts.New(s.desk)
	s.deals = deals.New(s.desk, s.book, p.Lifecycles, p.Catalogue, p.Words)
	return s
}

// write plans every act of the story.
func (s *story) write(ctx context.Context) error {
	if err := s.writeAccounts(); err != nil {
		return err
	}
	for _, id := range []string{"F2", "F3", "F6"} {
		if err := s.learn(ctx, id); err != nil {
			return err
		}
	}
	s.yaochuan()
	s.muli()
	s.cenyue()
	s.yuanning()
	s.lingan()
	s.vacancy()
	return nil
}

// learn reads a chart, whose checklists and exits the story names.
func (s *story) learn(ctx context.Context, id string) error {
	rel, err := s.book.Current(ctx, s.tx, id)
	s.releases[id] = rel
	return err
}

// moment returns hour:minute of the day that is n days after D.
func (s *story) moment(n, hour, minute int) clock.Instant {
	return s.day.AddDays(n).At(hour, minute, s.zone)
}

// plan adds an act at a moment.
func (s *story) plan(at clock.Instant, name string, do func(context.Context) error) {
	s.acts = append(s.acts, act{at, name, do})
}

// play does the acts in the order of time.
func (s *story) play(ctx context.Context) error {
	slices.SortStableFunc(s.acts, func(a, b act) int { return cmp.Compare(a.at, b.at) })
	for _, a := range s.acts {
		s.hand.at = a.at
		if err := a.do(ctx); err != nil {
			return fault.Wrap(fmt.Errorf("%s, %s: %w", a.name, s.hand.at.On(s.zone), err), "play the demo")
		}
	}
	return nil
}

// by returns one of our people as the caller of acts.
func (s *story) by(username string) desk.Caller {
	p := s.staff[username]
	return desk.Caller{Principal: access.Principal{
		Staff: string(p.ID), Post: string(p.Post), Duty: string(p.Duty), Department: string(p.Department),
	}}
}

// username returns the user name of a person by id.
func (s *story) username(id string) string {
	for name, p := range s.staff {
		if string(p.ID) == id {
			return name
		}
	}
	return ""
}

// dated replaces the days that a text names relative to D, such as {D-16}, by
// their month and day.
func (s *story) dated(text string) string {
	return regexp.MustCompile(`\{D[+-]\d+\}`).ReplaceAllStringFunc(text, func(m string) string {
		n, err := strconv.Atoi(m[2 : len(m)-1])
		if err != nil {
			return m
		}
		return string(s.day.AddDays(n))[5:]
	})
}
