package spidevtest

import (
	"encoding/binary"
	"fmt"
	"math"
	"syscall"

	"periph.io/x/conn/v3/spi"
)

// The ioctls of spidev (include/uapi/linux/spi/spidev.h): direction, size of the argument, type 'k', number.
const (
	iocWrite = 1
	iocRead  = 2

	nrMessage = 0
	nrMode    = 1
	nrLSB     = 2
	nrBits    = 3
	nrSpeed   = 4
	nrMode32  = 5

	transferSize = 32 // struct spi_ioc_transfer
)

// guest is the memory of the program that made the call.
type guest interface {
	read(addr uint64, p []byte) bool
	write(addr uint64, p []byte) bool
}

// ioctl does what spidev_ioctl does.
func (b *Bus) ioctl(l *line, cmd uint32, arg uint64, g guest) (int, syscall.Errno) {
	dir, size, nr := cmd>>30, int(cmd>>16&0x3fff), cmd&0xff
	switch {
	case nr == nrMessage && dir == iocWrite:
		return b.message(l, arg, size, g)
	case nr >= nrMode && nr <= nrMode32 && size == settingSize(nr) && dir == iocRead:
		value := make([]byte, 4)
		binary.LittleEndian.PutUint32(value, l.get(nr))
		if !g.write(arg, value[:size]) {
			return 0, syscall.EFAULT
		}
		return 0, 0
	case nr >= nrMode && nr <= nrMode32 && size == settingSize(nr) && dir == iocWrite:
		value := make([]byte, 4)
		if !g.read(arg, value[:size]) {
			return 0, syscall.EFAULT
		}
		return 0, l.put(nr, binary.LittleEndian.Uint32(value))
	}
	return 0, syscall.ENOTTY
}

// settingSize is how many bytes the argument of an ioctl has.
func settingSize(nr uint32) int {
	if nr == nrSpeed || nr == nrMode32 {
		return 4
	}
	return 1
}

// lsbFirst is SPI_LSB_FIRST of the mode.
const lsbFirst = 0x08

func (l *line) get(nr uint32) uint32 {
	switch nr {
	case nrLSB:
		if l.set.mode&lsbFirst != 0 {
			return 1
		}
		return 0
	case nrBits:
		return uint32(l.set.bits)
	case nrSpeed:
		return l.set.hz
	}
	return uint32(l.set.mode)
}

// put changes a setting. Of the modes, the bus can do clock polarity and phase only.
func (l *line) put(nr, value uint32) syscall.Errno {
	switch nr {
	case nrMode, nrMode32:
		if value > uint32(spi.Mode3) {
			return syscall.EINVAL
		}
		l.set.mode = spi.Mode(value)
	case nrLSB:
		if value != 0 {
			return syscall.EINVAL
		}
	case nrBits:
		if value == 0 {
			value = 8
		}
		if value > 32 {
			return syscall.EINVAL
		}
		l.set.bits = uint8(value)
	case nrSpeed:
		if value == 0 {
			return syscall.EINVAL
		}
		l.set.hz = value
	}
	return 0
}

// A transfer is a struct spi_ioc_transfer.
type transfer struct {
	tx, rx   uint64 // addresses, 0 for none
	length   uint32
	hz       uint32
	bits     uint8
	csChange bool
}

func parseTransfer(p []byte) transfer {
	return transfer{
		tx:       binary.LittleEndian.Uint64(p),
		rx:       binary.LittleEndian.Uint64(p[8:]),
		length:   binary.LittleEndian.Uint32(p[16:]),
		hz:       binary.LittleEndian.Uint32(p[20:]),
		bits:     p[26],
		csChange: p[27] != 0,
	}
}

// message is SPI_IOC_MESSAGE(n). It returns the number of bytes clocked.
func (b *Bus) message(l *line, arg uint64, size int, g guest) (int, syscall.Errno) {
	if size%transferSize != 0 {
		return 0, syscall.EINVAL
	}
	if size == 0 {
		return 0, 0
	}
	raw := make([]byte, size)
	if !g.read(arg, raw) {
		return 0, syscall.EFAULT
	}
	var transfers []transfer
	for ; len(raw) > 0; raw = raw[transferSize:] {
		transfers = append(transfers, parseTransfer(raw))
	}
	total, errno := b.fits(transfers)
	if errno != 0 {
		return 0, errno
	}
	s, err := l.common(transfers)
	if err != nil {
		b.note(err)
		return 0, syscall.EINVAL
	}
	packets, errno := fetch(transfers, g)
	if errno != 0 {
		return 0, errno
	}
	if err := b.send(l, s, packets); err != nil {
		return 0, syscall.EIO
	}
	for i, t := range transfers {
		if t.rx != 0 && !g.write(t.rx, packets[i].R) {
			return 0, syscall.EFAULT
		}
	}
	return total, 0
}

// fits checks a message against the two buffers of spidev, one for what is sent and one for what is received.
func (b *Bus) fits(transfers []transfer) (total int, errno syscall.Errno) {
	align := max(b.Align, 1)
	tx, rx, sum := 0, 0, 0
	for _, t := range transfers {
		if t.length > math.MaxInt32 {
			return 0, syscall.EMSGSIZE
		}
		aligned := (int(t.length) + align - 1) / align * align
		if t.tx != 0 {
			tx += aligned
		}
		if t.rx != 0 {
			rx += aligned
		}
		if sum += int(t.length); sum > math.MaxInt32 || tx > b.bufSize() || rx > b.bufSize() {
			return 0, syscall.EMSGSIZE
		}
	}
	return sum, 0
}

// common returns the settings of all transfers of a message. A Conn has one speed and word length, so they must agree, which the kernel
// does not demand.
func (l *line) common(transfers []transfer) (settings, error) {
	of := func(t transfer) settings {
		s := l.set
		if t.hz != 0 {
			s.hz = t.hz
		}
		if t.bits != 0 {
			s.bits = t.bits
		}
		return s
	}
	s := of(transfers[0])
	for _, t := range transfers[1:] {
		if of(t) != s {
			return s, fmt.Errorf("%s: transfers of one message with %+v and %+v", l.port, s, of(t))
		}
	}
	return s, nil
}

// fetch makes packets of transfers. cs_change means that the chip select goes up after a transfer, but after the last one that it stays
// down.
func fetch(transfers []transfer, g guest) ([]spi.Packet, syscall.Errno) {
	packets := make([]spi.Packet, len(transfers))
	for i, t := range transfers {
		if t.tx == 0 && t.rx == 0 && t.length > 0 {
			return nil, syscall.EINVAL // the kernel logs "Bufferless transfer has length"
		}
		p := &packets[i]
		if t.tx != 0 {
			p.W = make([]byte, t.length)
			if !g.read(t.tx, p.W) {
				return nil, syscall.EFAULT
			}
		}
		if t.rx != 0 {
			p.R = make([]byte, t.length)
		}
		last := i == len(transfers)-1
		p.KeepCS = t.csChange == last
	}
	return packets, 0
}
