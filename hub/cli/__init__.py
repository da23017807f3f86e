"""The command line: every command of the hub, by its name."""

import typer

from hub.cli import forecast, link, outbox, plan, projection, rules, template, user
from hub.cli.audit import audit_findings
from hub.cli.brief import brief
from hub.cli.demo import demo
from hub.cli.doctor import doctor
from hub.cli.evaluate import evaluate
from hub.cli.export import export
from hub.cli.ledger import ledger
from hub.cli.look import look
from hub.cli.migrate import migrate
from hub.cli.pull import pull
from hub.cli.record import record
from hub.cli.serve import serve
from hub.cli.shell import Root, command
from hub.cli.status import status
from hub.cli.sync import sync
from hub.locale import _

app = typer.Typer(
    name="hub",
    cls=Root,
    no_args_is_help=True,
    help=_("What was agreed, what is said, what was shown: where they differ, with the proof."),
)
command(
    app,
    "sync",
    does=_("Read every source, judge the day that ended, and say what came of it."),
    example="hub sync --source jira:SRC",
)(sync)
command(
    app,
    "pull",
    does=_("Read the sources that have said that something moved; others wait for the night."),
    example="hub pull",
)(pull)
command(
    app,
    "look",
    does=_("Tell what a file would put on record, as it would be read; nothing is recorded."),
    example="hub look report.xlsx --into workbook:reports",
)(look)
command(
    app,
    "evaluate",
    does=_("Judge what is on record, without reading a source."),
    example="hub evaluate",
)(evaluate)
command(
    app,
    "status",
    does=_("Tell how current everything is: sources, last run, last evaluation, read models."),
    example="hub status --as-of 2025-08-21",
)(status)
command(
    app,
    "doctor",
    does=_("Check settings, store, clock, read models, sources, disk; say how to mend each."),
    example="hub doctor",
)(doctor)
command(
    app,
    "migrate",
    does=_("Make the tables where they are missing; to be run before each start."),
    example="hub migrate",
)(migrate)
command(
    app,
    "record",
    does=_("Record acts of people from a file, through the same deciders as the pages."),
    example="hub record acts.jsonl",
)(record)
command(
    app,
    "brief",
    does=_("Write the one-page sheet: go-live, decisions wanted, who waits for whom."),
    example="hub brief --format html --out brief.html",
)(brief)
command(
    app,
    "ledger",
    does=_("Tell who had the ball while finishes moved, in working days that add up to the slip."),
    example="hub ledger --by window --as-of 2025-09-25",
)(ledger)
command(
    app,
    "serve",
    does=_("Serve the pages."),
    example="hub serve --port 8000",
)(serve)
command(
    app,
    "demo",
    does=_("Play a rollout that never happened, and serve it with a person per role."),
    example="hub demo --no-serve",
)(demo)
command(
    app,
    "export",
    does=_("Write the record as JSON Lines, whole or of one subject, with its originals."),
    example="hub export --out log.jsonl --originals originals",
)(export)
command(
    app,
    "audit-findings",
    does=_("Read every citation of every finding again, in the log and in its original."),
    example="hub audit-findings --as-of 2025-08-21",
)(audit_findings)
app.add_typer(plan.app, name="plan")
app.add_typer(forecast.app, name="forecast")
app.add_typer(projection.app, name="projection")
app.add_typer(link.app, name="link")
app.add_typer(rules.app, name="rules")
app.add_typer(outbox.app, name="outbox")
app.add_typer(template.app, name="template")
app.add_typer(user.app, name="user")


def main() -> None:
    """Run the command line on the arguments of this process."""
    app()
