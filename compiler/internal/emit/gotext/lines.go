package gotext

// Lines is Go text in the making, line after line.
type Lines struct {
	Text   []byte
	Indent int      // of the next line, in tabs
	Uses   Packages // that the text names, as far as expressions do; what else names some adds them itself
}

// Line adds a line.
func (l *Lines) Line(text string) {
	l.Begin(text)
	l.End("")
}

// Begin begins a line.
func (l *Lines) Begin(text string) {
	for range l.Indent {
		l.Text = append(l.Text, '\t')
	}
	l.Text = append(l.Text, text...)
}

// Add goes on with the line.
func (l *Lines) Add(text string) { l.Text = append(l.Text, text...) }

// End ends the line.
func (l *Lines) End(text string) {
	l.Text = append(l.Text, text...)
	l.Text = append(l.Text, '\n')
}

// Exprs adds a list of expressions; depth is as for Expr.
func (l *Lines) Exprs(list []*Expr, depth int) {
	for i, e := range list {
		if i > 0 {
			l.Add(", ")
		}
		l.Expr(e, depth)
	}
}

// Statement adds a line that is an expression between two texts.
func (l *Lines) Statement(before string, e *Expr, after string) {
	l.Begin(before)
	l.Expr(e, 1)
	l.End(after)
}
