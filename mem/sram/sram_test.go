package sram_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/sram"
)

func newArray(t *testing.T, o sram.ArrayOpts, devices ...sram.Device) *sram.Array {
	t.Helper()
	a, err := sram.NewArray(o, join(t, devices...))
	require.NoError(t, err)
	return a
}

func join(t *testing.T, devices ...sram.Device) sram.Device {
	t.Helper()
	d, err := sram.Join(devices...)
	require.NoError(t, err)
	return d
}

func memoryOn(t *testing.T, a *sram.Array, typ mem.Type) *sram.Memory {
	t.Helper()
	m, err := a.NewMemory(typ)
	require.NoError(t, err)
	return m
}

// opener makes memories on arrays of their own.
func opener(o sram.ArrayOpts, size ...int) func(mem.Type) (mem.Linear, error) {
	return func(t mem.Type) (mem.Linear, error) {
		var devices []sram.Device
		for _, n := range size {
			devices = append(devices, newRAM(n))
		}
		d, err := sram.Join(devices...)
		if err != nil {
			return nil, err
		}
		return newMemory(o, d, t)
	}
}

// openerAfter is opener for devices without their first bytes.
func openerAfter(o sram.ArrayOpts) func(mem.Type) (mem.Linear, error) {
	return func(t mem.Type) (mem.Linear, error) {
		d, err := sram.Join(newRAM(1<<19), newRAM(1<<19))
		if err != nil {
			return nil, err
		}
		if d, err = sram.After(100, d); err != nil {
			return nil, err
		}
		return newMemory(o, d, t)
	}
}

func newMemory(o sram.ArrayOpts, d sram.Device, t mem.Type) (mem.Linear, error) {
	a, err := sram.NewArray(o, d)
	if err != nil {
		return nil, err
	}
	return a.NewMemory(t)
}

// shapes are caches that make different things happen: hardly anything is cached, lines longer than what a tag serves, lines that
// share one, everything is cached.
var shapes = []sram.ArrayOpts{
	{Cache: 64, Line: 32}, {Cache: 3 * 64, Line: 64}, {Cache: 2 * 4096, Line: 4096}, {Cache: 8192, Line: 32},
	{}, {Cache: 1 << 20, Line: 256}, {Cache: 1024, Line: 128, Verify: true}, {Cache: 4096, Line: 64, CountHits: true, Heat: true},
	{Cache: 64, Line: 32, Checksum: true}, {Cache: 1024, Line: 64, Checksum: true, Verify: true}, {Checksum: true},
}

// outlined is a memory as functions see it whose accesses are calls.
type outlined struct {
	sram.Outlined
	deeper
}

type deeper struct{ *sram.Memory }

func TestOutlined(t *testing.T) {
	memtest.Run(t, func(t mem.Type) (mem.Linear, error) {
		a, err := sram.NewArray(sram.ArrayOpts{Cache: 1024}, newRAM(1<<19))
		if err != nil {
			return nil, err
		}
		m, err := a.NewMemory(t)
		return outlined{m.Outlined(), deeper{m}}, err
	})
}

func TestMemory(t *testing.T) {
	for _, o := range shapes {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			t.Run("memory", func(t *testing.T) { memtest.Run(t, opener(o, 1<<18, 1<<18, 1<<18)) })
			t.Run("byte pages", func(t *testing.T) { memtest.RunBytePages(t, opener(o, 8192, 8192)) })
			t.Run("after", func(t *testing.T) { memtest.Run(t, openerAfter(o)) })
			t.Run("memory64", func(t *testing.T) { memtest.Run64(t, opener(o, 1<<19)) })
		})
	}
}
