#!/bin/sh
# The command with the service's settings: sudo -u referat referat doctor. docs/operations.md says how it is installed.
set -a
. /etc/referat/referat.env
REFERAT_HOME=/var/lib/referat
set +a
exec /opt/referat/bin/referat "$@"
