// Package testkit holds what only tests need: throw-away servers and the like.
package testkit
