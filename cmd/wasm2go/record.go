package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A record stands beside a cached program. recordName is no name that fileName makes.
const recordName = ".sum"

// record describes a program: its size and its hash.
func record(exe string) (string, error) {
	f, err := os.Open(exe)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	return fmt.Sprintf("%d %x\n", n, hash.Sum(nil)), err
}

// writeRecord puts the record beside a program, and sees to it that all of it is on the disk.
func writeRecord(exe string) error {
	text, err := record(exe)
	if err != nil {
		return err
	}
	path := filepath.Join(filepath.Dir(exe), recordName)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return err
	}
	return errors.Join(syncPath(exe), syncPath(path), syncPath(filepath.Dir(exe)))
}

// syncPath writes a file or a directory to the disk.
func syncPath(path string) error {
	if runtime.GOOS == "windows" { // directories cannot be, and files only if they are open for writing
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// intact tells whether a program is what its record says, and can be run.
func intact(exe string) bool {
	info, err := os.Lstat(exe)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o500 != 0o500 {
		return false
	}
	want, err := os.ReadFile(filepath.Join(filepath.Dir(exe), recordName))
	if err != nil || !strings.HasPrefix(string(want), fmt.Sprint(info.Size(), " ")) {
		return false
	}
	got, err := record(exe)
	return err == nil && got == string(want)
}
