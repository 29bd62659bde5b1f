package main

// Main is the program, for scripts.
func Main() { main() }
