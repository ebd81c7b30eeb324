package wasitarget

import "time"

// Clocks (typenames.witx, $clockid).
const (
	clockRealtime = iota
	clockMonotonic
	clockProcessCPU
	clockThreadCPU
)

// ClockResGet stores the resolution of a clock in nanoseconds.
func (s *System) ClockResGet(id, resolution int32) (int32, error) {
	if id < clockRealtime || id > clockThreadCPU {
		return s.result(errInval)
	}
	return s.result(s.put64(resolution, clockResolution))
}

// ClockTimeGet stores the time of a clock in nanoseconds. The monotonic clock starts with the System; the thread's CPU
// clock is the process's, for a goroutine has no thread of its own.
func (s *System) ClockTimeGet(id int32, precision int64, time int32) (int32, error) {
	t, err := s.clock(id)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.put64(time, t))
}

func (s *System) clock(id int32) (uint64, error) {
	switch id {
	case clockRealtime:
		return uint64(s.now().UnixNano()), nil
	case clockMonotonic:
		return s.monotonic(), nil
	case clockProcessCPU, clockThreadCPU:
		if t, ok := cpuTime(); ok {
			return uint64(t), nil
		}
		return s.monotonic(), nil
	}
	return 0, errInval
}

// monotonic is never 0, for some programs take 0 for "no time".
func (s *System) monotonic() uint64 { return uint64(s.since(s.start)) + 1 }

// SchedYield lets others run.
func (s *System) SchedYield() (int32, error) {
	yield()
	return s.result(nil)
}

// wait is a duration in nanoseconds as the guest gave it, which may be larger than a time.Duration.
func wait(ns uint64) time.Duration {
	return time.Duration(min(ns, 1<<63-1))
}
