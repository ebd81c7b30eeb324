package cachesim

import (
	"time"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// A bus counts what the driver of a serial SRAM would send through Linux's spidev. It is the driver, on wires that lead nowhere: what a
// transfer takes is not modelled here a second time.
type bus struct {
	driver *chip.Memory
	data   []byte // of any transfer
	known  map[lengths]sram.Traffic
	sum    sram.Traffic
}

// lengths of a transfer, which are all that counts for a chip without pages.
type lengths struct{ w, r int }

// busClock is usual for serial SRAM.
const busClock = 20 * physic.MegaHertz

func newBus() *bus {
	wires, err := chip.NewSPI(nowhere{}, busClock)
	if err != nil {
		panic(err)
	}
	const largest = 16 << 20 // that three bytes of address reach
	driver, err := chip.NewMemory(wires, wires.Frames, chip.Protocol{Name: "serial SRAM", Size: largest, AddrBytes: 3, Read: chip.CmdRead})
	if err != nil {
		panic(err)
	}
	return &bus{driver: driver, data: make([]byte, 64<<10), known: map[lengths]sram.Traffic{}}
}

// transfer writes w bytes and reads r, in one transaction if they fit one.
func (b *bus) transfer(w, r int) {
	t, ok := b.known[lengths{w, r}]
	if !ok {
		t = b.send(w, r)
		b.known[lengths{w, r}] = t
	}
	b.sum.Transactions += t.Transactions
	b.sum.Frames += t.Frames
	b.sum.Bytes += t.Bytes
}

// send has the driver do it, and tells what that took.
func (b *bus) send(w, r int) sram.Traffic {
	transactions, frames, bytes := b.driver.Traffic()
	if err := b.driver.Transfer(0, b.data[:w], 0, b.data[:r]); err != nil {
		panic(err)
	}
	moreTransactions, moreFrames, moreBytes := b.driver.Traffic()
	return sram.Traffic{Transactions: moreTransactions - transactions, Frames: moreFrames - frames, Bytes: moreBytes - bytes}
}

// busTime is how long it takes.
func busTime(t sram.Traffic) time.Duration {
	return t.Time(sram.ArrayOpts{Clock: uint64(busClock / physic.Hertz)})
}

// nowhere is a port with no chip on it, and with spidev's limits.
type nowhere struct{}

func (nowhere) String() string                                            { return "nowhere" }
func (nowhere) Duplex() conn.Duplex                                       { return conn.Full }
func (nowhere) Connect(physic.Frequency, spi.Mode, int) (spi.Conn, error) { return nowhere{}, nil }
func (nowhere) Tx(w, r []byte) error                                      { return nil }
func (nowhere) TxPackets([]spi.Packet) error                              { return nil }
