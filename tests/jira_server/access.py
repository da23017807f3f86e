"""Who reads: credentials, projects that may be browsed, and issue security."""

import base64
from collections.abc import Callable

from .catalogue import Catalogue
from .documents import Issue
from .exchange import Refused, Request


def basic(account: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{account}:{secret}".encode()).decode()


class Access:
    """The one account that reads, and what it may see.

    `accepted` are the values of `Authorization` that work; `anonymous` drops credentials on the
    way, as a proxy in between may do.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.account = "reader@example.test"
        self.token = "local-token"
        self.accepted = {basic(self.account, self.token), f"Bearer {self.token}"}
        self.anonymous = False
        self.authenticated = True
        self.levels: set[str] = set()  # security levels that the reader belongs to
        self.denied: set[str] = set()  # permissions such as ADD_COMMENTS
        self.version = 0

    def permit(self, project: str, allowed: bool) -> None:
        """Give or take the reader's permission to browse *project*."""
        self.catalogue.projects[project].browsable = allowed
        self.version += 1

    def archive(self, project: str, archived: bool) -> None:
        self.catalogue.projects[project].archived = archived
        self.version += 1

    def admit(self, request: Request, violated: Callable[[str, Request, str], None]) -> bool:
        """Return whether the request has an account; a wrong credential is refused."""
        credential = request.headers.get("authorization")
        self.authenticated = False
        if self.anonymous:
            return False
        if credential is None:
            violated("missing credential", request, "no Authorization header")
            return False
        if credential not in self.accepted:
            raise Refused(401, "Client must be authenticated to access this resource.")
        self.authenticated = True
        return True

    def may_see(self, issue: Issue) -> bool:
        """Return whether search shows *issue*."""
        if not self.authenticated:
            return False
        project = self.catalogue.projects.get(issue.project)
        if project is not None and (project.archived or not project.browsable):
            return False
        level = issue.fields.get("security")
        return not level or str(level["id"]) in self.levels

    def may_open(self, issue: Issue, mode: str) -> bool:
        """Return whether *issue* can be opened; Data Center opens archived ones by their link."""
        project = self.catalogue.projects.get(issue.project)
        if mode == "dc" and project and project.archived and project.browsable:
            level = issue.fields.get("security")
            return self.authenticated and (not level or str(level["id"]) in self.levels)
        return self.may_see(issue)
