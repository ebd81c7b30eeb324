package spec_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

func TestParse(t *testing.T) {
	s, err := spec.Parse("chip=23lc1024*2,spi=SPI0.0+SPI0.1,hz=10MHz,cache=64K,line=128,retries=0,verify,checksum,base=1K,stats")
	require.NoError(t, err)
	require.Equal(t, &spec.Spec{
		Chip: "23LC1024", Count: 2, Buses: []string{"SPI0.0", "SPI0.1"}, Clock: 10 * physic.MegaHertz, Cache: 64 << 10, Line: 128,
		Retries: sram.NoRetries, Verify: true, Checksum: true, Base: 1 << 10, Stats: true,
	}, s)

	s, err = spec.Parse("sim:chip=aps6404l,tcem=3us")
	require.NoError(t, err)
	require.Equal(t, &spec.Spec{Sim: true, Chip: "APS6404L", Count: 1, TCEM: 3 * time.Microsecond}, s)

	s, err = spec.Parse("file:/dev/pmem0")
	require.NoError(t, err)
	require.Equal(t, &spec.Spec{Path: "/dev/pmem0", Count: 1}, s)
	s, err = spec.Parse("file:a=b:c,size=4G,base=4K,cache=1M,line=512,retries=0,verify,stats,map=x.svg")
	require.NoError(t, err)
	require.Equal(t, &spec.Spec{
		Path: "a=b:c", Size: 4 << 30, Base: 4 << 10, Count: 1, Cache: 1 << 20, Line: 512, Retries: sram.NoRetries, Verify: true, Stats: true, Map: "x.svg",
	}, s)
}

// TestString: whatever the order and the spelling, the canonical form is one.
func TestString(t *testing.T) {
	for _, test := range [][2]string{
		{"chip=23lc1024", "chip=23LC1024"},
		{"chip=23LC1024*1", "chip=23LC1024"},
		{"stats,checksum,verify,chip=23LC1024", "chip=23LC1024,verify,checksum,stats"},
		{"stats,line=64,cache=16384,chip=23a512", "chip=23A512,cache=16K,line=64,stats"},
		{"hz=20000khz,chip=23LC1024", "chip=23LC1024,hz=20MHz"},
		{"verify,grow=trap,chip=23LC1024", "chip=23LC1024,grow=trap,verify"},
		{"chip=23LC1024,grow=silent", "chip=23LC1024,grow=silent"},
		{"chip=23LC1024,grow=warn", "chip=23LC1024"},
		{"chip=APS6404L,hz=1500kHz,tcem=1ms", "chip=APS6404L,hz=1500kHz,tcem=1ms"},
		{"heartbeat=1000ms,chip=MB85RS4MT*2,base=600K", "chip=MB85RS4MT*2,base=600K,heartbeat=1s"},
		{"sim:file=/tmp/a=b,chip=mb85rs4mt,base=65536", "sim:chip=MB85RS4MT,file=/tmp/a=b,base=64K"},
		{"file:/x y,stats,size=64k", "file:/x y,size=64K,stats"},
		{"file:a", "file:a"},
		{"chip=23LC1024*3,spi=SPI0.0+SPI0.1@GPIO25+SPI0.1@GPIO24", "chip=23LC1024*3,spi=SPI0.0+SPI0.1@GPIO25+SPI0.1@GPIO24"},
		{"chip=23LC1024*2,spi=/dev/spidev0.0+SPI1.2,retries=0", "chip=23LC1024*2,spi=/dev/spidev0.0+SPI1.2,retries=0"},
	} {
		s, err := spec.Parse(test[0])
		require.NoError(t, err)
		require.Equal(t, test[1], s.String())
	}
}

// TestCapacity: heartbeat takes the last lines of chips that lose their content with their power.
func TestCapacity(t *testing.T) {
	for text, want := range map[string]uint64{
		"chip=23LC1024*2":                               256 << 10,
		"chip=23LC1024*2,base=1K":                       255 << 10,
		"chip=23LC1024*2,heartbeat=1s":                  256<<10 - 128,
		"chip=23LC1024*2,heartbeat=1s,line=512,base=1K": 254 << 10,
		"chip=MB85RS4MT,heartbeat=1s":                   512 << 10,
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		n, err := s.Capacity()
		require.NoError(t, err)
		require.Equal(t, want, n, text)
	}
}

func TestPorts(t *testing.T) {
	s, err := spec.Parse("chip=23LC1024*2")
	require.NoError(t, err)
	require.Equal(t, []string{"SPI0.0", "SPI0.1"}, s.Ports())
}

// TestDefault: it has room.
func TestDefault(t *testing.T) {
	for need, want := range map[uint64]string{
		0: "sim:chip=APS6404L", 8 << 20: "sim:chip=APS6404L", 8<<20 + 1: "sim:chip=APS6404L*2", 1 << 40: "sim:chip=APS6404L*64",
	} {
		require.Equal(t, want, spec.Default(need).String())
	}
}

// TestErrors: a message names the key, and what is allowed.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ spec, want string }{
		{"", "chip is missing, as in chip=23LC1024"},
		{"sim:", "chip is missing"},
		{"23LC1024", `unknown key "23LC1024": there are chip, spi, hz, tcem, file, size, base, cache, line, `},
		{"chip=23LC1024,speed=3", `unknown key "speed"`},
		{"Sim:chip=23LC1024", `unknown key "Sim:chip"`},
		{"cache=64K", "chip is missing"},
		{"chip", "chip needs a value: chip=..."},
		{"chip=", `chip: unknown chip ""; known are 23K640, `},
		{"chip=24LC256", `chip: unknown chip "24LC256"; known are 23K640, `},
		{"chip=23LC1024,chip=23LC1024", "chip is given twice"},
		{"chip=23LC1024*0", `chip: "0" chips: from 1 to 64`},
		{"chip=23LC1024*x", `chip: "x" chips: from 1 to 64`},
		{"chip=23LC1024*65", `chip: "65" chips`},
		{"chip=23LC1024,spi=", "spi: want buses as SPI0.0 or /dev/spidev0.0"},
		{"chip=23LC1024*2,spi=SPI0.0", "spi: 1 buses for 2 chips"},
		{"chip=23LC1024*2,spi=SPI0.0+/dev/spidev0.0", "spi: /dev/spidev0.0 is given twice"},
		{"chip=23LC1024,spi=SPI0.0@", "spi: want buses as SPI0.0 or /dev/spidev0.0, or SPI0.0@GPIO25"},
		{"chip=23LC1024,spi=@GPIO25", "spi: want buses as SPI0.0"},
		{"chip=23LC1024*2,spi=SPI0.0@GPIO25+/dev/spidev0.0@GPIO25", "spi: /dev/spidev0.0@GPIO25 is given twice"},
		{"chip=23LC1024*2,spi=SPI0.0@GPIO25+SPI0.1@GPIO25", "spi: SPI0.0@GPIO25 and SPI0.1@GPIO25: a pin selects one chip"},
		{"chip=23LC1024*2,spi=SPI0.0+SPI0.0@GPIO25", "spi: SPI0.0 and SPI0.0@GPIO25: a bus is used with its own chip select or with pins, not both"},
		{"sim:chip=23LC1024,spi=SPI0.0", "spi: emulated chips (sim:) are on no bus"},
		{"chip=23LC1024,hz=40MHz", "hz: 40MHz is too fast for the 23LC1024: at most 20MHz"},
		{"chip=23LC1024,hz=1Hz", `hz: "1Hz" is too slow: at least 100Hz`},
		{"chip=23LC1024,hz=20", `hz: "20": want a whole number, followed by one of "MHz", "kHz", "Hz"`},
		{"chip=23LC1024,hz=1.5MHz", "hz: "},
		{"chip=23LC1024,hz=99999999999MHz", "hz: "},
		{"chip=23LC1024,hz=18446744073709551616Hz", "hz: "},
		{"chip=23LC1024,tcem=3us", "tcem is for PSRAM"},
		{"chip=APS6404L,tcem=0us", "tcem: must not be 0"},
		{"chip=MB85RS4MT,file=x", "file: only emulated chips"},
		{"sim:chip=APS6404L,file=x", "file: the APS6404L loses its content"},
		{"sim:chip=MB85RS4MT,file=", "file: want a path"},
		{"chip=23LC1024,base=128K", "base: 131072 bytes are left alone, but there are only 131072"},
		{"chip=23LC1024,heartbeat=1s,base=131008", "base: 131008 bytes are left alone, but there are only 131008"},
		{"chip=23LC1024,heartbeat=1s,line=1G", "line: 1073741824 bytes: a power of two from 32 to 4096"},
		{"chip=23LC1024,base=-1", `base: "-1": want a whole number`},
		{"chip=23LC1024,line=100", "line: 100 bytes: a power of two from 32 to 4096"},
		{"chip=23LC1024,line=8K", "line: 8192 bytes"},
		{"chip=23LC1024,line=0", "line: must not be 0"},
		{"chip=23LC1024,cache=128,line=128", "cache: 128 bytes: a multiple of the line (128 bytes) is needed, at least two lines"},
		{"chip=23LC1024,cache=64", "cache: 64 bytes: a multiple of the line (64 bytes)"},
		{"chip=23LC1024,cache=200,line=64", "cache: 200 bytes"},
		{"chip=23LC1024,cache=2G", "cache: 2147483648 bytes"},
		{"chip=23LC1024,cache=99999999999999999G", "cache: "},
		{"chip=23LC1024,retries=-1", `retries: "-1": want a whole number`},
		{"chip=23LC1024,retries=101", "retries: 101: at most 100"},
		{"chip=23LC1024,heartbeat", "heartbeat needs a value"},
		{"chip=23LC1024,heartbeat=0s", "heartbeat: must not be 0"},
		{"chip=23LC1024,heartbeat=1", `heartbeat: "1": want a whole number, followed by one of "s", "ms", "us", "ns"`},
		{"chip=23LC1024*2,heartbeat=1s,base=131008,line=128,cache=1K", "base: 131008 bytes are left alone, but heartbeat takes the last 128 of each 23LC1024"},
		{"chip=23LC1024,grow=no", `grow: "no": want one of warn, silent, trap`},
		{"chip=23LC1024,verify=yes", "verify takes no value"},
		{"chip=23LC1024,size=1M", "size is that of a file, as in file:PATH,size=64M"},
		{"file:", "file: wants a path behind it; it must not have a comma"},
		{"file:,size=1M", "file: wants a path behind it"},
		{"file:/a,b.bin", `unknown key "b.bin": there are chip, spi, hz, tcem, file, size, base, cache, line, retries, grow, verify, checksum, heartbeat, stats, map; a path must not have a comma`},
		{"file:a,", `unknown key ""`},
		{"sim:file:a", `unknown key "file:a"`},
		{"file:a,size=0", "size: must not be 0"},
		{"file:a,chip=23LC1024", "chip: a file is no chip: file:PATH stands for it"},
		{"file:a,spi=SPI0.0", "spi: a file is on no bus"},
		{"file:a,hz=1MHz", "hz: a file is on no bus, and has no clock"},
		{"file:a,tcem=3us", "tcem: a file is on no bus, and is never selected"},
		{"file:a,file=b", "file: the file is named in front already"},
		{"file:a,heartbeat=1s", "heartbeat: a file that is gone fails with an error"},
		{"file:a,size=64K,base=64K", "base: 65536 bytes are left alone, but there are only 65536"},
		{"file:a,map=a", "map: a is where memory is"},
		{"sim:chip=MB85RS4MT,file=a,map=a", "map: a is where memory is"},
		{"file:a,cache=4K", "cache: 4096 bytes: a multiple of the line (4096 bytes) is needed, at least two lines"},
		{"file:a,line=8K", "line: 8192 bytes"},
	} {
		_, err := spec.Parse(test.spec)
		require.Error(t, err, test.spec)
		require.ErrorContains(t, err, test.want)
		require.ErrorContains(t, err, "memory spec ")
	}
}

// FuzzSpec: no text makes Parse panic, and what it takes comes back from the canonical form.
func FuzzSpec(f *testing.F) {
	f.Add("chip=23lc1024*2,spi=SPI0.0+SPI0.1,hz=20MHz,cache=64K,line=128")
	f.Add("sim:chip=aps6404l,tcem=3us,stats,verify")
	f.Add("chip=23lc1024*2,base=131008,checksum,heartbeat=1000ms,line=128")
	f.Add("sim:chip=mb85rs4mt,file=PATH,base=1K,retries=7")
	f.Add("file:a=b,size=64K,verify")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := spec.Parse(text)
		if err != nil {
			return
		}
		again, err := spec.Parse(s.String())
		require.NoError(t, err, text)
		require.Equal(t, s, again)
	})
}
