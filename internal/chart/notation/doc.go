// Package notation is the text form of a chart: reading, printing and the
// neutral outline. The definition of the language is docs/notation.md; this
// package follows it word by word, and testdata/golden.txt judges it.
//
// Reading goes line by line: a cursor reads signs, texts and values of one
// line, a reader knows what the line belongs to and puts the chart together.
// Printing asks the same cursor whether a text needs quotes, so that what is
// printed reads back.
package notation
