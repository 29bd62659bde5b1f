package demo

import (
	"context"

	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/sales/opportunity"
)

// won notes how somebody of the customer stands to us now: the level of the
// relationship, and the attitude.
func (d *deal) won(name string, level, attitude int) *deal {
	return d.then(name, func(ctx context.Context) error {
		return d.known(ctx, name, func(q *accounts.ContactDraft) { q.Level, q.Attitude = level, &attitude })
	})
}

// known changes what we know of one of the customer's people.
func (d *deal) known(ctx context.Context, name string, change func(*accounts.ContactDraft)) error {
	x, err := d.tx.Contact(ctx, d.contacts[name])
	if err != nil {
		return err
	}
	q := accounts.ContactDraft{
		Name: x.Name, Title: x.Title, Phone: x.Phone, Email: x.Email, Role: x.Role, Weight: x.Weight, Level: x.Level,
		Attitude: x.Attitude, Veto: x.Veto, Identified: x.Identified,
	}
	change(&q)
	_, err = d.accounts.UpdateContact(ctx, d.by(d.owner), x.ID, x.Rev, q.Patch())
	return err
}

// coach registers a coach who passes the three tests.
func (d *deal) coach(name string, stars int) *deal {
	return d.then("coach", func(ctx context.Context) error {
		_, err := d.accounts.SetCoach(ctx, d.by(d.owner), d.contacts[name], 0, accounts.CoachDraft{
			Stars: stars, Trusted: true, Wishes: true, Respected: true,
		})
		return err
	})
}

// ask registers a sample request; round is "1", "2" ….
func (d *deal) ask(round, product, what, quantity, standard string) {
	d.then("sample "+round, func(ctx context.Context) error {
		smp, err := d.deals.CreateSample(ctx, d.by(d.owner), d.opened[d.code], deals.SampleDraft{
			Product: string(d.products[product]), What: what, Quantity: quantity, Standard: standard,
		})
		d.samples[d.code+"."+round] = smp.ID
		return err
	})
}

// move lets something happen to a sample.
func (d *deal) move(who, round, event, result, note string) *deal {
	return d.then("sample "+event, func(ctx context.Context) error {
		smp, err := d.tx.Sample(ctx, d.samples[d.code+"."+round])
		if err != nil {
			return err
		}
		_, err = d.deals.AdvanceSample(ctx, d.by(who), smp.ID, smp.Rev, deals.SampleMove{
			Event: event, Result: d.dated(result), Note: d.dated(note),
		})
		return err
	})
}

// worth states what the net value of the deal is reckoned from.
func (d *deal) worth(likelihood, margin, cost, why string) {
	d.say(manager, "商机.成交可能性", number(likelihood), "八项因素评分表,均值 ÷ 5,未校准")
	d.say(d.owner, "商机.年毛利", number(margin), why)
	d.say(d.owner, "商机.预期费用", number(cost), "差旅、样品、测试、交流,财务核过")
}

// vacancy tells that the R&D director of A03 has left.
func (s *story) vacancy() {
	d := s.chapter("A03", "shaoyicheng").on(-20)
	d.then("left", func(ctx context.Context) error {
		return d.known(ctx, "闾丘原", func(q *accounts.ContactDraft) { q.Voided = true })
	})
}

// degree is a level of an assessment.
func degree(n int) *int { return &n }

// assessed is an assessment of the need that gate G1 accepts.
func assessed(reason string, urgency int, why string, structure, plan, strength int) opportunity.Need {
	return opportunity.Need{
		Reason: reason, Urgency: degree(urgency), UrgencyWhy: why,
		Structure: degree(structure), Plan: degree(plan), Strength: degree(strength),
	}
}
