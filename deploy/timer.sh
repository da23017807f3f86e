#!/bin/sh
# Runs a command again and again: `timer.sh 01:30 hub sync` every day at that time of the clock,
# `timer.sh 15m hub evaluate` at every full quarter of an hour. A run that takes longer than its
# period skips what it missed; leases make a second start harmless.
set -eu
when=$1
shift
trap 'exit 0' TERM INT
while :; do
  now=$(date +%s)
  case $when in
    *m)
      step=$((${when%m} * 60))
      next=$(((now / step + 1) * step))
      ;;
    *)
      next=$(date -d "today $when" +%s)
      [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $when" +%s)
      ;;
  esac
  sleep $((next - now)) &
  wait $! # so that a stop is obeyed at once
  "$@" || echo "exit code $? of: $*" >&2
done
