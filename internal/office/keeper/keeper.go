// Package keeper does what happens by itself while a server runs: it links the
// audit chain, writes refusals, and looks after background work until the
// server stops.
package keeper

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"qiju/internal/desk"
)

// How often the chain is linked and refusals are written (decisions §2.5, §3.5).
const beat = 500 * time.Millisecond

// batch is how many audit rows one beat links at most per step.
const batch = 2000

// Keeper looks after background work. Use New.
type Keeper struct {
	desk *desk.Desk
	log  *slog.Logger

	ctx  context.Context //nolint:containedctx // the life of the background work, ended by Stop
	stop context.CancelFunc
	work sync.WaitGroup
	beat sync.WaitGroup
}

// New returns a keeper whose work ends when ctx does or Stop is called.
func New(ctx context.Context, d *desk.Desk, log *slog.Logger) *Keeper {
	ctx, stop := context.WithCancel(ctx)
	return &Keeper{desk: d, log: log, ctx: ctx, stop: stop}
}

// Spawn runs work in the background; Stop waits for it.
func (k *Keeper) Spawn(fn func(context.Context)) {
	k.work.Go(func() {
		defer func() {
			if v := recover(); v != nil {
				k.log.ErrorContext(k.ctx, "background work panicked", slog.Any("panic", v))
			}
		}()
		fn(k.ctx)
	})
}

// Run beats until the keeper is stopped.
func (k *Keeper) Run() {
	k.beat.Go(func() {
		tick := time.NewTicker(beat) //nolint:forbidigo // a heartbeat measures nothing
		defer tick.Stop()
		for {
			select {
			case <-k.ctx.Done():
				return
			case <-tick.C:
				k.once(k.ctx)
			}
		}
	})
}

// once writes the refusals and links what was committed since.
func (k *Keeper) once(ctx context.Context) {
	if err := k.desk.FlushRefusals(ctx); err != nil && ctx.Err() == nil {
		k.log.ErrorContext(ctx, "refusals not written", slog.String("error", err.Error()))
	}
	for {
		n, err := k.desk.Store.LinkAudit(ctx, k.desk.Clock.Now(), batch)
		if err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "audit rows not linked", slog.String("error", err.Error()))
		}
		if err != nil || n < batch {
			return
		}
	}
}

// Stop ends the background work, waits for it, and does the last beat.
func (k *Keeper) Stop() {
	k.stop()
	k.work.Wait()
	k.beat.Wait()
	k.once(context.WithoutCancel(k.ctx))
}
