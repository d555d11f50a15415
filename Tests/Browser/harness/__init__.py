"""What the browser tests stand on: a workspace being served, browsers, words, rules."""
