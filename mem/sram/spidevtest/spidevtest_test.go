package spidevtest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
	"periph.io/x/conn/v3/spi/spireg"
	"periph.io/x/host/v3"

	"github.com/wasm2go/wasm2go/mem/sram/spidevtest"
)

// programVariable makes this test binary one of the programs below.
const programVariable = "SPIDEVTEST_PROGRAM"

func TestMain(m *testing.M) {
	spidevtest.Enter()
	if name := os.Getenv(programVariable); name != "" {
		if err := programs[name](); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A recorder is a chip that answers each byte by its complement, and remembers the frames.
type recorder struct {
	mu     sync.Mutex
	hz     physic.Frequency
	frames []string
	open   string // the frame that has not ended
}

func (r *recorder) String() string                    { return "recorder" }
func (r *recorder) Duplex() conn.Duplex               { return conn.Full }
func (r *recorder) Tx(w, out []byte) error            { return errors.New("not used") }
func (r *recorder) LimitSpeed(physic.Frequency) error { return nil }

func (r *recorder) Connect(f physic.Frequency, mode spi.Mode, bits int) (spi.Conn, error) {
	if mode != spi.Mode0 || bits != 8 {
		return nil, fmt.Errorf("%v and %d bits", mode, bits)
	}
	r.hz = f
	return r, nil
}

func (r *recorder) TxPackets(packets []spi.Packet) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range packets {
		r.open += fmt.Sprintf("%x/%d ", p.W, len(p.R))
		for i := range p.R {
			p.R[i] = 0xff
			if p.W != nil {
				p.R[i] ^= p.W[i]
			}
		}
		if len(p.W) > 0 && p.W[0] == 0xee {
			return errors.New("a command it does not know")
		}
		if !p.KeepCS {
			r.frames, r.open = append(r.frames, strings.TrimSpace(r.open)), ""
		}
	}
	return nil
}

// run runs a program on the bus and returns what it printed.
func run(t *testing.T, b *spidevtest.Bus, name string) (string, error) {
	spidevtest.Need(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out strings.Builder
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Env = append(os.Environ(), programVariable+"="+name)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := b.Run(cmd)
	return out.String(), err
}

var programs = map[string]func() error{
	"tx": func() error {
		c, err := connect("SPI0.0")
		if err != nil {
			return err
		}
		r := make([]byte, 3)
		err = errors.Join(c.Tx([]byte{1, 2, 3}, r), c.Tx([]byte{4}, nil), c.Tx(nil, r[:2]))
		fmt.Printf("%x %d\n", r, c.(conn.Limits).MaxTxSize())
		return err
	},
	"packets": func() error {
		c, err := connect("/dev/spidev0.1")
		if err != nil {
			return err
		}
		r := make([]byte, 2)
		return errors.Join(
			c.TxPackets([]spi.Packet{{W: []byte{1}, KeepCS: true}, {W: []byte{2, 3}, R: r}, {W: []byte{4}}}),
			c.TxPackets([]spi.Packet{{W: []byte{5}}, {W: []byte{6}, KeepCS: true}}),
			c.TxPackets([]spi.Packet{{R: r}}))
	},
	"long": func() error {
		c, err := connect("SPI0.0")
		if err != nil {
			return err
		}
		var packets []spi.Packet
		for range 33 {
			packets = append(packets, spi.Packet{W: []byte{1}})
		}
		fmt.Println(c.TxPackets(packets[:32]), c.TxPackets(packets))
		fmt.Println(c.Tx(make([]byte, 4096), make([]byte, 4096)), c.Tx(make([]byte, 4097), nil))
		return nil
	},
	"refused": func() error {
		c, err := connect("SPI0.0")
		if err != nil {
			return err
		}
		fmt.Println(c.Tx([]byte{0xee}, nil))
		return nil
	},
	"none": func() error {
		_, err := connect("SPI0.0")
		return err
	},
	"hangs": func() error {
		c, err := connect("SPI0.0")
		for err == nil {
			err = c.Tx([]byte{1}, nil)
		}
		return err
	},
	"crashes": func() error {
		panic("on purpose")
	},
}

func connect(bus string) (spi.Conn, error) {
	if _, err := host.Init(); err != nil {
		return nil, err
	}
	p, err := spireg.Open(bus)
	if err != nil {
		return nil, err
	}
	return p.Connect(20*physic.MegaHertz, spi.Mode0, 8)
}

// TestTx: periph's own SPI driver, as it is.
func TestTx(t *testing.T) {
	r := new(recorder)
	b := &spidevtest.Bus{Chips: []spi.Port{r}, BufSize: 6000}
	out, err := run(t, b, "tx")
	require.NoError(t, err, out)
	require.Equal(t, "fffffc 6000\n", out)
	require.Equal(t, []string{"010203/3", "04/0", "/2"}, r.frames)
	require.Equal(t, 20*physic.MegaHertz, r.hz)
	require.Equal(t, spidevtest.Stats{Messages: 3, Frames: 3, Bytes: 6}, b.Stats())

	_, err = run(t, b, "tx")
	require.NoError(t, err)
	require.Len(t, r.frames, 6, "the chip outlives the program")
	require.NoError(t, b.Err())
}

// TestPackets: the chip select goes up where the program wants it, within a message and between messages.
func TestPackets(t *testing.T) {
	first, second := new(recorder), new(recorder)
	b := &spidevtest.Bus{Chips: []spi.Port{first, second}}
	out, err := run(t, b, "packets")
	require.NoError(t, err, out)
	require.Empty(t, first.frames)
	require.Equal(t, []string{"01/0 0203/2", "04/0", "05/0", "06/0 /2"}, second.frames)
}

// TestLimits: the kernel counts what it has to buffer, rounded up on arm64.
func TestLimits(t *testing.T) {
	const tooLong = "message too long"
	out, err := run(t, &spidevtest.Bus{Chips: []spi.Port{new(recorder)}, Align: 128}, "long")
	require.NoError(t, err, out)
	lines := strings.Split(out, "\n")
	require.Equal(t, "<nil> sysfs-spi: TxPackets() failed: "+tooLong, lines[0])
	require.Equal(t, "<nil> sysfs-spi: maximum Tx length is 4096, got 4097 bytes", lines[1])

	out, err = run(t, &spidevtest.Bus{Chips: []spi.Port{new(recorder)}}, "long")
	require.NoError(t, err, out)
	require.Equal(t, "<nil> <nil>", strings.Split(out, "\n")[0])
}

// TestChipError: the program sees an input/output error, the test the reason.
func TestChipError(t *testing.T) {
	b := &spidevtest.Bus{Chips: []spi.Port{new(recorder)}}
	out, err := run(t, b, "refused")
	require.NoError(t, err)
	require.Equal(t, "sysfs-spi: Tx() failed: input/output error\n", out)
	require.EqualError(t, b.Err(), "recorder: a command it does not know")
}

// TestNoBus: without chips there is no device.
func TestNoBus(t *testing.T) {
	out, err := run(t, new(spidevtest.Bus), "none")
	require.Error(t, err)
	require.Contains(t, out, "no port found")
}

// TestEnds: whatever becomes of the program, Run returns.
func TestEnds(t *testing.T) {
	spidevtest.Need(t)
	b := &spidevtest.Bus{Chips: []spi.Port{new(recorder)}}
	var exit *exec.ExitError

	out, err := run(t, b, "crashes")
	require.ErrorAs(t, err, &exit)
	require.Contains(t, out, "on purpose")

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Env = append(os.Environ(), programVariable+"=hangs")
	require.ErrorAs(t, b.Run(cmd), &exit)
	require.NotZero(t, b.Stats().Messages)

	cmd = exec.CommandContext(t.Context(), "/no/such/program")
	var text strings.Builder
	cmd.Stderr = &text
	require.ErrorAs(t, b.Run(cmd), &exit)
	require.Equal(t, "/no/such/program: no such file or directory\n", text.String())

	cmd = exec.Command("/proc/self/exe")
	cmd.Dir = "/no/such/directory"
	require.ErrorContains(t, b.Run(cmd), "no such file or directory")
}
