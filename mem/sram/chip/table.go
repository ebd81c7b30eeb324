package chip

import (
	"bytes"
	"time"

	"periph.io/x/conn/v3/physic"
)

// The commands. Those of the first group are the same in all families.
const (
	CmdRead  = 0x03
	CmdWrite = 0x02

	// Serial SRAM.
	CmdReadMode  = 0x05 // RDMR
	CmdWriteMode = 0x01 // WRMR
	CmdDualIO    = 0x3b // EDIO
	CmdQuadIO    = 0x38 // EQIO
	CmdResetIO   = 0xff // RSTIO: back to one data line

	// PSRAM.
	CmdFastRead    = 0x0b // one dummy byte behind the address
	CmdResetEnable = 0x66
	CmdReset       = 0x99

	// PSRAM (with three address bytes), FRAM.
	CmdReadID = 0x9f

	// FRAM and MRAM.
	CmdWriteEnable  = 0x06 // WREN
	CmdWriteDisable = 0x04 // WRDI
	CmdReadStatus   = 0x05 // RDSR
	CmdWriteStatus  = 0x01 // WRSR
)

// Modes of a serial SRAM, bits 7 and 6 of its mode register: how far a frame may run on.
const (
	ModeByte       = 0x00
	ModePage       = 0x80 // wraps in ModePageSize bytes
	ModeSequential = 0x40
	ModeMask       = 0xc0

	ModePageSize = 32
)

// Bits of the status register of FRAM and MRAM.
const (
	StatusWEL = 0x02 // write enable latch
	StatusBP  = 0x0c // block protect: 1 the upper quarter, 2 the upper half, 3 all
)

// KnownGoodDie is the second byte of a PSRAM's ID.
const KnownGoodDie = 0x5d

// Manufacturers, first byte of a PSRAM's ID.
const (
	APMemory = 0x0d
	ISSI     = 0x9d
)

// PSRAMReadyTime passes between power-up and the first command to a PSRAM.
const PSRAMReadyTime = 150 * time.Microsecond

const (
	kib = 1 << 10
	mib = 1 << 20
	mhz = physic.MegaHertz
)

// Table lists all chips that are known, family by family. Sizes, commands and IDs are from the data sheets. Clocks are those of the fastest
// grade; chips for an extended temperature range are often slower (16 MHz instead of 20), and PSRAM must be refreshed
// more often (a smaller TCEM). Supplies name their source, or are from memory.
func Table() []Chip {
	var all []Chip

	// Microchip and On Semiconductor serial SRAM. Chips of 128 KiB ignore the upper 7 of 24 address bits.
	dual := []byte{CmdDualIO}
	quad := []byte{CmdDualIO, CmdQuadIO}
	all = append(all,
		serialSRAM("23K640", 8*kib, 2, nil, volts(2700, 3600, "DS22126E")),
		slower(serialSRAM("23A640", 8*kib, 2, nil, volts(1500, 1950, "DS22126E"))),
		serialSRAM("23K256", 32*kib, 2, nil, volts(2700, 3600, "DS22100F")),
		slower(serialSRAM("23A256", 32*kib, 2, nil, volts(1500, 1950, "DS22100F"))),
		serialSRAM("23LC512", 64*kib, 2, quad, volts(2500, 5500, "DS20005155C")),
		serialSRAM("23A512", 64*kib, 2, quad, volts(1700, 2200, "DS20005155C")),
		withBattery(serialSRAM("23LCV512", 64*kib, 2, dual, volts(2500, 5500, "DS25157A"))),
		serialSRAM("23LC1024", 128*kib, 3, quad, volts(2500, 5500, "DS20005142C")),
		serialSRAM("23A1024", 128*kib, 3, quad, volts(1700, 2200, "DS20005142C")),
		withBattery(serialSRAM("23LCV1024", 128*kib, 3, dual, volts(2500, 5500, "DS20005156B"))),
		withBattery(serialSRAM("N01S830", 128*kib, 3, quad, volts(2500, 5500, "N01S830HA/D"))), // N01S830BA has the pin
		serialSRAM("N01S818", 128*kib, 3, quad, volts(1700, 2200, "N01S818HA/D")),
	)

	// PSRAM. Bits 7 to 5 of the EID's first byte are the density of AP Memory's and ISSI's own chips; others do not say.
	all = append(all,
		psram("APS6404L", 8*mib, APMemory, 0x40, 0xe0,
			volts(1620, 1980, "").of("-SQ"), volts(2700, 3600, "APS6404L-3SQR Rev. 2.3").of("-3SQ")),
		smallPage(psram("APS1604M", 2*mib, APMemory, 0x00, 0xe0,
			volts(1620, 1980, "APS1604M-SQR Rev. 2.4").of("-SQ"), volts(2700, 3600, "").of("-3SQ"))),
		psram("APS3204L", 4*mib, APMemory, 0x20, 0xe0, volts(1620, 1980, "").of("-SQ"), volts(2700, 3600, "").of("-3SQ")),
		psram("ESP-PSRAM64", 8*mib, APMemory, 0x40, 0, volts(1620, 1980, "")),
		psram("ESP-PSRAM64H", 8*mib, APMemory, 0x40, 0, volts(2700, 3600, "seller's page")),
		psram("LY68L6400", 8*mib, APMemory, 0x40, 0, volts(2700, 3600, "")),
		psram("IPS6404", 8*mib, APMemory, 0x40, 0, volts(2700, 3600, "page of a module with an IPS6404L-SQ")),
		psram("IS66WVS1M8", 1*mib, ISSI, 0x00, 0xe0, issiVolts()...),
		psram("IS66WVS2M8", 2*mib, ISSI, 0x20, 0xe0, issiVolts()...),
		psram("IS66WVS4M8", 4*mib, ISSI, 0x40, 0xe0, issiVolts()...),
		psram("IS66WVS8M8", 8*mib, ISSI, 0x60, 0xe0, issiVolts()...),
		psram("IS66WVS16M8", 16*mib, ISSI, 0x80, 0xe0, issiVolts()...),
	)

	// Fujitsu and Cypress FRAM, Everspin MRAM.
	all = append(all,
		fram("MB85RS64V", 8*kib, 2, 20*mhz, fujitsu(0x03, 0x02), volts(3000, 5500, "")),
		fram("MB85RS256B", 32*kib, 2, 33*mhz, fujitsu(0x05, 0x09), volts(2700, 3600, "")),
		fram("MB85RS512T", 64*kib, 2, 30*mhz, fujitsu(0x26, 0x03), volts(1800, 3600, "")),
		fram("MB85RS1MT", 128*kib, 3, 30*mhz, fujitsu(0x27, 0x03), volts(1800, 3600, "")),
		fram("MB85RS2MTA", 256*kib, 3, 40*mhz, fujitsu(0x48, 0x03), volts(1700, 3600, "")),
		fram("MB85RS4MT", 512*kib, 3, 40*mhz, fujitsu(0x49, 0x03), volts(1800, 3600, "")),
		fram("FM25V02", 32*kib, 2, 40*mhz, cypress(0x22, 0x00), volts(2000, 3600, "001-84494")),
		fram("FM25V10", 128*kib, 3, 40*mhz, cypress(0x24, 0x00), volts(2000, 3600, "FM25V10 Rev. 2.0")),
		fram("FM25V20A", 256*kib, 3, 40*mhz, cypress(0x25, 0x08), volts(2000, 3600, "FM25V20A, Cypress")),
		mram("MR25H256", 32*kib, 2, volts(2700, 3600, "MR25H256 Rev. 9")),
		mram("MR25H10", 128*kib, 3, volts(2700, 3600, "")),
		mram("MR25H40", 512*kib, 3, volts(3000, 3600, "MR25H40 Rev. 12.6")),
	)
	return all
}

// serialSRAM is a chip that can have more data lines than one, or else a mode register with a bit for its HOLD pin.
func serialSRAM(name string, size uint64, addrBytes int, moreLines []byte, supply Supply) Chip {
	mode := byte(ModeSequential)
	if moreLines == nil {
		mode = ModeByte
	}
	return Chip{
		Name: name, Family: SerialSRAM, Size: size, AddrBytes: addrBytes, MaxClock: 20 * mhz, Supplies: []Supply{supply},
		PowerOnMode: mode, MoreLines: moreLines, HoldBit: moreLines == nil,
	}
}

// slower is a chip that Microchip lists with 16 MHz, as its supply is low.
func slower(c Chip) Chip {
	c.MaxClock = 16 * mhz
	return c
}

func withBattery(c Chip) Chip {
	c.Battery = true
	return c
}

func psram(name string, size uint64, manufacturer, density, densityMask byte, supplies ...Supply) Chip {
	c := Chip{
		Name: name, Family: PSRAM, Size: size, AddrBytes: 3, MaxClock: 133 * mhz, Supplies: supplies,
		ID: []byte{manufacturer, KnownGoodDie, density}, IDMask: []byte{0xff, 0xff, densityMask},
		ReadClock: 33 * mhz, Page: 1 * kib, TCEM: 8 * time.Microsecond,
	}
	if manufacturer == ISSI {
		c.MaxClock = 104 * mhz
		c.TCEM = 4 * time.Microsecond
	}
	return c
}

// smallPage is a PSRAM whose rows are half as long.
func smallPage(c Chip) Chip {
	c.Page = 512
	return c
}

// issiVolts are those of the part numbers that end in ALL and BLL.
func issiVolts() []Supply {
	return []Supply{volts(1650, 1950, "").of("ALL"), volts(2700, 3600, "").of("BLL")}
}

func fram(name string, size uint64, addrBytes int, clock physic.Frequency, id []byte, supply Supply) Chip {
	c := Chip{Name: name, Family: FRAM, Size: size, AddrBytes: addrBytes, MaxClock: clock, Supplies: []Supply{supply}, ID: id}
	if id != nil {
		// The manufacturer and the density, in the lower 5 bits of the last byte but one, count: generations and variants do not.
		c.IDMask = bytes.Repeat([]byte{0xff}, len(id))
		c.IDMask[len(id)-2] = 0x1f
		c.IDMask[len(id)-1] = 0
	}
	return c
}

func mram(name string, size uint64, addrBytes int, supply Supply) Chip {
	return fram(name, size, addrBytes, 40*mhz, nil, supply)
}

// fujitsu is an ID with a continuation code behind the manufacturer.
func fujitsu(product1, product2 byte) []byte { return []byte{0x04, 0x7f, product1, product2} }

// cypress is an ID with six continuation codes before the manufacturer (Ramtron's).
func cypress(product1, product2 byte) []byte {
	return []byte{0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0xc2, product1, product2}
}
