// Command example writes to and reads from a 23LC1024 on a Raspberry Pi Pico: SPI0 with chip select on GP17.
package main

import (
	"machine"

	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/tinygo"
)

func main() {
	const clock = 20_000_000
	if err := machine.SPI0.Configure(machine.SPIConfig{Frequency: clock}); err != nil {
		println(err.Error())
		return
	}
	cs := machine.GP17
	cs.Configure(machine.PinConfig{Mode: machine.PinOutput})

	d, err := serialram.New(tinygo.New(machine.SPI0, cs.Set), &serialram.DefaultOpts)
	if err != nil {
		println(err.Error())
		return
	}
	hello := make([]byte, 5)
	if err := d.Transfer(0x1000, []byte("hello"), 0x1000, hello); err != nil {
		println(err.Error())
		return
	}
	println(d.String(), d.Size(), string(hello))
}
