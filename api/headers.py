"""Headers that every answer carries, errors and static files included."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# The pictures inside the style sheet of the API's documentation are `data:` addresses.
POLICY_OF_DOCS = POLICY.replace("img-src 'self'", "img-src 'self' data:")

ALWAYS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
}


def with_headers(send: Send) -> Send:
    """Wrap *send* so that what an answer does not say itself is said for it."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
        await send(message)

    return answer
