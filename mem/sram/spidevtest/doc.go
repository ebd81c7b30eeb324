// Package spidevtest gives tests an SPI bus of Linux without the hardware: a program that they start, whatever it is, finds
// /dev/spidev0.0, and what it says there is answered by an emulated chip.
//
// The program runs in a user and mount namespace of its own, where /dev and /sys/module hold just what it needs. A seccomp filter stops
// its ioctls that are meant for an SPI device; the test process answers them as the kernel's driver would (drivers/spi/spidev.c), limits
// included. Neither the program nor the libraries in it know about this, and no rights are needed beyond those to make a namespace.
//
// A test binary becomes the first process of that world itself, so each package that uses a [Bus] has this:
//
//	func TestMain(m *testing.M) {
//		spidevtest.Enter()
//		os.Exit(m.Run())
//	}
package spidevtest
