//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard_test

// reserves says whether the backend uses guard pages here, or is the checked one under the same name.
const reserves = true
