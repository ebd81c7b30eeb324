package spec_test

// A pin is what the commands of a folder must come to: how many there are in all its scripts, and how many of these are skipped, by reason.
// The rest has to pass, but for gaps. The numbers hold for every engine, backend and way to translate: what is skipped is decided before
// they part.
type pin struct {
	folder   string
	commands int
	text     int // the module is in the text format, which nothing here parses
	custom   int // what is wrong is in a custom section
}

// everythingPins are for all scripts.
var everythingPins = []pin{
	{folder: "core", commands: 21233, text: 658},
	{folder: "core/bulk-memory", commands: 7485},
	{folder: "core/exceptions", commands: 105, text: 2},
	{folder: "core/gc", commands: 784, text: 1},
	{folder: "core/memory64", commands: 8708, text: 59},
	{folder: "core/multi-memory", commands: 912},
	{folder: "core/relaxed-simd", commands: 77},
	{folder: "core/simd", commands: 25990, text: 509},
	{folder: "custom", commands: 28, text: 19, custom: 1},
	{folder: "legacy", commands: 96, text: 7},
	{folder: "proposals/custom-page-sizes", commands: 207, text: 4},
	{folder: "proposals/threads", commands: 619, text: 22},
	{folder: "proposals/wide-arithmetic", commands: 109},
}

// essentialsPins are for the essentials.
var essentialsPins = []pin{
	{folder: "core", commands: 1752, text: 26},
	{folder: "core/bulk-memory", commands: 6295},
	{folder: "core/exceptions", commands: 92, text: 2},
	{folder: "core/gc", commands: 423, text: 1},
	{folder: "core/memory64", commands: 436},
	{folder: "core/multi-memory", commands: 84},
	{folder: "legacy", commands: 85, text: 7},
	{folder: "proposals/threads", commands: 619, text: 22},
}

// vectorsPins are for the scripts about vectors.
var vectorsPins = []pin{
	{folder: "core/relaxed-simd", commands: 77},
	{folder: "core/simd", commands: 25990, text: 509},
}

// skipped is the pin by the reasons that results give.
func (p pin) skipped() map[string]int {
	return map[string]int{
		"the text format is not parsed":                p.text,
		"the content of custom sections is not judged": p.custom,
	}
}
