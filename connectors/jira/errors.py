"""What can go wrong between the hub and a Jira, each with what to do."""

from hub.errors import SourceFailed, TryLater


class CredentialRefused(SourceFailed):
    """Jira does not accept the credential (401). It is never tried twice: that locks accounts."""

    code = "credential_refused"


class AnonymousAnswer(SourceFailed):
    """Jira answers, but sees nobody; a search would then find little and look complete."""

    code = "anonymous_answer"


class Forbidden(SourceFailed):
    """The account lacks a permission (403)."""

    code = "forbidden"


class NotJson(SourceFailed):
    """Something that is not Jira's interface has answered."""

    code = "not_json"


class RedirectRefused(SourceFailed):
    """Jira points elsewhere; the hub follows nobody with a credential in its hands."""

    code = "redirect_refused"


class AddressRefused(SourceFailed):
    """The address leads to a place that the operator has not allowed."""

    code = "address_refused"


class QueryRefused(SourceFailed):
    """Jira does not understand the query, or a project or field in it is gone (400)."""

    code = "query_refused"


class EndpointGone(SourceFailed):
    """A path of the interface is not there (404, 410). It never means that there are no rows."""

    code = "endpoint_gone"


class DialectUnknown(SourceFailed):
    """The server does not say whether it is Cloud or Data Center."""

    code = "dialect_unknown"


class PagingStuck(SourceFailed):
    """The pages of a list do not come to an end."""

    code = "paging_stuck"


class ProjectUnseen(SourceFailed):
    """The settings name a project that the account cannot see, and never could."""

    code = "project_unseen"


class CensusDoubtful(SourceFailed):
    """So much has disappeared at once that it looks like a lost permission."""

    code = "census_doubtful"


class MappingRefused(SourceFailed):
    """The settings name a field that the catalogue does not have, or has twice."""

    code = "mapping_refused"


class FieldSuspended(SourceFailed):
    """A field that the settings use has another type now."""

    code = "field_suspended"


class CountsUnequal(SourceFailed):
    """Received is not mapped plus dropped plus quarantined: something was lost silently."""

    code = "counts_unequal"


class TooLarge(SourceFailed):
    """An answer is larger than anything that Jira should send."""

    code = "too_large"


class RateLimited(TryLater):
    """Jira asks for a longer wait than this run has patience for."""

    code = "rate_limited"


class Unavailable(TryLater):
    """Jira did not answer, or answered with its own failure, in every try."""

    code = "unavailable"
