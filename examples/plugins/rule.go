package main

import (
	"context"
	"fmt"
	"time"

	"example.com/plugins/internal/money"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

//go:generate go tool wasm2go -o internal/money wasm/money.wasm

// What a rule may take: whoever wrote it, it can neither stop the service nor fill its memory.
const (
	maxCalls  = 4           // at once; others wait
	maxMemory = 1 << 20     // bytes, of each instance
	maxFuel   = 1e6         // of a call, see interp.Instance.SetFuel
	maxStart  = time.Second // of a start function
)

// A Rule is a plug-in that says what an order costs: a WebAssembly module that was loaded at run time. It may use package money, which was
// translated to Go at build time. A Rule serves any number of goroutines.
type Rule struct {
	module *interp.Module
	free   chan *ruleInstance // maxCalls of them; nil stands for one that is yet to be made
}

// A ruleInstance serves one call at a time. Each has an instance of money of its own, as these serve one goroutine, too.
type ruleInstance struct {
	money    *money.Instance
	instance *interp.Instance
	price    func(ctx context.Context, each int64, pieces int32) (int64, error)
}

// LoadRule makes a Rule of a module. A file that is no rule is an error here, not when it is first asked.
func LoadRule(ctx context.Context, name string, file []byte) (*Rule, error) {
	module, err := interp.Compile(file, interp.Options{
		Name:   name,
		Meter:  true, // ends calls whose context or fuel has ended
		Limits: interp.Limits{MemoryBytes: maxMemory, TableElements: 1000, Instances: maxCalls},
	})
	if err != nil {
		return nil, fmt.Errorf("rule %s: %w", name, err)
	}
	r := &Rule{module: module, free: make(chan *ruleInstance, maxCalls)}
	for range maxCalls - 1 {
		r.free <- nil
	}
	first, err := r.instantiate(ctx)
	if err != nil {
		return nil, fmt.Errorf("rule %s: %w", name, err)
	}
	r.free <- first
	return r, nil
}

// Price is what so many pieces cost, in cents, where one costs so much. It waits for its turn, and ends where the context does.
func (r *Rule) Price(ctx context.Context, each int64, pieces int32) (price int64, err error) {
	var i *ruleInstance
	select {
	case i = <-r.free:
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	defer func() {
		if i != nil && err != nil { // nobody knows what state it is in: the next call gets a new one
			i.close()
			i = nil
		}
		r.free <- i
	}()
	if i == nil {
		if i, err = r.instantiate(ctx); err != nil {
			return 0, err
		}
	}
	i.instance.SetFuel(maxFuel)
	return i.price(ctx, each, pieces)
}

// instantiate makes an instance of the rule, linked with one of money. A rule that imports anything else is refused.
func (r *Rule) instantiate(ctx context.Context) (_ *ruleInstance, err error) {
	ctx, cancel := context.WithTimeout(ctx, maxStart)
	defer cancel()
	i := new(ruleInstance)
	defer func() {
		if err != nil {
			i.close()
		}
	}()
	if i.money, err = money.New(); err != nil {
		return nil, err
	}
	if i.instance, err = r.module.Instantiate(ctx, rt.Store{"money": i.money}); err != nil {
		return nil, err
	}
	price, err := i.instance.Func("price")
	if err != nil {
		return nil, err
	}
	if i.price, err = interp.Typed[func(context.Context, int64, int32) (int64, error)](price); err != nil {
		return nil, err
	}
	return i, nil
}

func (i *ruleInstance) close() {
	if i.instance != nil {
		i.instance.Close()
	}
	if i.money != nil {
		i.money.Close()
	}
}

// Close closes the rule, once the calls that run have ended. No call may follow.
func (r *Rule) Close() {
	for range maxCalls {
		if i := <-r.free; i != nil {
			i.close()
		}
	}
}
