"""The tables of the log beside the events, in words that both databases understand."""

# `head.source` and `head.about` are those of a stream's first event: they let a connector list
# what it has delivered. A lease is a row of `source`: its token is the fence of the cursor.
TABLES = (
    "CREATE TABLE IF NOT EXISTS head (originator_id {key} PRIMARY KEY, about TEXT NOT NULL, "
    "source TEXT NOT NULL, seen {bytes}, version BIGINT NOT NULL){compact}",
    "CREATE TABLE IF NOT EXISTS entry (originator_id {key} NOT NULL, entry TEXT NOT NULL, "
    "PRIMARY KEY (originator_id, entry)){compact}",
    "CREATE TABLE IF NOT EXISTS source (source TEXT PRIMARY KEY, cursor TEXT, "
    "fence TEXT NOT NULL DEFAULT '', holder TEXT NOT NULL DEFAULT '', "
    "until BIGINT NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS clock (position BIGINT PRIMARY KEY, instant BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS clock_instant ON clock (instant, position)",
)
APPEND_ONLY = ("stored_events", "entry", "clock")

MOVE_CURSOR = (
    "UPDATE source SET cursor = COALESCE(?, cursor) WHERE source = ? AND fence = ? RETURNING 1"
)
LAST_INSTANT = "SELECT instant FROM clock ORDER BY position DESC LIMIT 1"
INSERT_CLOCK = "INSERT INTO clock (position, instant) VALUES (?, ?)"
TAKE_LEASE = (
    "INSERT INTO source (source, fence, holder, until) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (source) DO UPDATE SET fence = excluded.fence, holder = excluded.holder, "
    "until = excluded.until WHERE source.fence = '' OR source.until < ? RETURNING 1"
)
RENEW_LEASE = "UPDATE source SET until = ? WHERE source = ? AND fence = ? RETURNING 1"
RELEASE_LEASE = (
    "UPDATE source SET fence = '', holder = '', until = 0 WHERE source = ? AND fence = ? "
    "RETURNING 1"
)
HOLDER = "SELECT holder, until FROM source WHERE source = ? AND fence <> ''"
CURSOR = "SELECT cursor FROM source WHERE source = ?"
CUT = "SELECT position FROM clock WHERE instant <= ? ORDER BY instant DESC, position DESC LIMIT 1"
INSTANT_AFTER = "SELECT instant FROM clock WHERE position > ? ORDER BY position LIMIT 1"
ENDS = "SELECT MIN(instant), MAX(instant) FROM clock"
LAST_POSITION = "SELECT MAX(position) FROM clock"
STREAMS_OF = (
    "SELECT originator_id FROM head WHERE (? = '' OR source = ?) AND (? = '' OR about = ?) "
    "AND originator_id > ? ORDER BY originator_id LIMIT ?"
)
