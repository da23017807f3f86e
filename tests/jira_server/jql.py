"""JQL read into a tree: the subset that the local Jira answers, and the words of its refusals."""

import re
from dataclasses import dataclass, replace

from .exchange import Refused

RESERVED = frozenset(
    """a an abort access add after alias all alter and any are as asc at audit avg be before begin
    between boolean break but by byte catch cf char character check checkpoint collate collation
    column commit connect continue count create current date decimal declare decrement default
    defaults define delete delimiter desc difference distinct divide do double drop else empty
    encoding end equals escape exclusive exec execute exists explain false fetch file field first
    float for from function go goto grant greater group having identified if immediate in increment
    index initial inner inout input insert int integer intersect intersection into inverse is
    isempty isnull it join last left less like limit lock long max min minus mode modify modulo more
    multiply next no noaudit not notin nowait null number object of on option or order outer output
    power previous prior privileges public raise raw remainder rename resource return returns revoke
    right row rowid rownum rows select session set share size sqrt start strict string subtract such
    sum synonym table that the their then there these they this to trans transaction trigger true
    uid union unique update user validate values view was when whenever where while will
    with""".split()  # noqa: SIM905 - nobody reads 180 quoted words
)
TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<sign>!=|!~|<=|>=|&&|\|\||[=<>~(),!&|])
    |(?P<word>[^\s=!<>~()",'&|]+)
    |(?P<bad>.)""",
    re.VERBOSE | re.DOTALL,
)
OPPOSITE = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
VALID = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'"


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # text, sign, word, end
    content: str
    place: str

    def means(self, *words: str) -> bool:
        return self.kind != "text" and self.content.lower() in words


@dataclass(frozen=True, slots=True)
class Value:
    """An operand: a quoted or bare word, or a function with its arguments."""

    content: str
    quoted: bool = False
    arguments: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    field: str
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All (`and`) or any (`or`) of the parts."""

    every: bool
    parts: "tuple[Tree, ...]"


Tree = Clause | Group


@dataclass(frozen=True, slots=True)
class Query:
    where: Tree | None
    order: tuple[tuple[str, bool], ...]  # field in lower case, True for descending


def parsed(jql: str) -> Query:
    """Return the tree of *jql*; a mistake is refused in Jira's words."""
    return _Parser(jql).query()


def _tokens(jql: str) -> list[Token]:
    tokens = []
    for match in TOKEN.finditer(jql):
        before = jql[: match.start()]
        place = f"(line {before.count(chr(10)) + 1}, character {match.start() + 1})"
        kind, content = str(match.lastgroup), match.group()
        if kind == "bad":
            raise _mistake("The quoted string has not been completed", place)
        if kind == "text":
            content = re.sub(r"\\(.)", r"\1", content[1:-1], flags=re.DOTALL)
        if kind != "blank":
            tokens.append(Token(kind, content, place))
    end = f"(line {jql.count(chr(10)) + 1}, character {len(jql) + 1})"
    return [*tokens, Token("end", "", end)]


def _mistake(message: str, place: str) -> Refused:
    return Refused(400, f"Error in the JQL Query: {message}. {place}")


class _Parser:
    def __init__(self, jql: str) -> None:
        self.tokens = _tokens(jql)
        self.at = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def took(self, *words: str) -> bool:
        """Go on if the next token is one of *words*."""
        found = self.next.means(*words)
        self.at += found
        return found

    def query(self) -> Query:
        where = None
        if self.next.kind != "end" and not self.next.means("order"):
            where = self.either()
        order = self.ordering() if self.took("order") else ()
        if self.next.kind != "end":
            token = self.next
            wanted = "Expecting either 'OR' or 'AND' but got"
            raise _mistake(f"{wanted} '{token.content}'", token.place)
        return Query(where, order)

    def either(self) -> Tree:
        parts = [self.both()]
        while self.took("or", "||", "|"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Group(False, tuple(parts))

    def both(self) -> Tree:
        parts = [self.single()]
        while self.took("and", "&&", "&"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else Group(True, tuple(parts))

    def single(self) -> Tree:
        if self.took("not", "!"):
            return opposite(self.single())
        if self.took("("):
            inner = self.either()
            self.expect(")")
            return inner
        return self.clause()

    def expect(self, sign: str) -> None:
        if not self.took(sign):
            token = self.next
            got = f"'{token.content}'" if token.content else "the end"
            raise _mistake(f"Expecting '{sign}' but got {got}", token.place)

    def name(self) -> str:
        token = self.take()
        if token.kind not in {"word", "text"}:
            raise _mistake(f"Expecting a field name but got '{token.content}'", token.place)
        self.unreserved(token)
        return token.content.lower()

    def unreserved(self, token: Token) -> None:
        if token.kind == "word" and token.content.lower() in RESERVED:
            rule = "is a reserved JQL word. You must surround it in quotation marks"
            message = f"'{token.content}' {rule} to use it as a field or value"
            raise _mistake(message, token.place)

    def clause(self) -> Clause:
        field = self.name()
        token = self.take()
        operator = token.content.lower()
        if token.means("not"):
            self.expect("in")
            operator = "not in"
        elif token.means("is"):
            operator = "is not" if self.took("not") else "is"
        if operator not in OPPOSITE or token.kind == "text":
            got = f"Expecting operator but got '{token.content}'"
            raise _mistake(f"{got}. The valid operators are {VALID}", token.place)
        values = self.several() if operator.endswith("in") else (self.value(),)
        return Clause(field, operator, values)

    def several(self) -> tuple[Value, ...]:
        self.expect("(")
        values = [self.value()]
        while self.took(","):
            values.append(self.value())
        self.expect(")")
        return tuple(values)

    def value(self) -> Value:
        token = self.take()
        if token.kind not in {"word", "text"}:
            got = f"'{token.content}'" if token.content else "the end of the query"
            raise _mistake(f"Expecting either a value, list or function but got {got}", token.place)
        if token.means("empty", "null"):
            return Value("EMPTY")
        if token.kind == "word" and self.took("("):
            return Value(token.content, arguments=self.arguments())
        self.unreserved(token)
        return Value(token.content, quoted=token.kind == "text")

    def arguments(self) -> tuple[str, ...]:
        found = []
        while not self.took(")"):
            found.append(self.take().content)
            if not self.next.means(")"):
                self.expect(",")
        return tuple(found)

    def ordering(self) -> tuple[tuple[str, bool], ...]:
        self.expect("by")
        order = []
        while True:
            name = self.name()
            descending = self.took("desc")
            if not descending:
                self.took("asc")
            order.append((name, descending))
            if not self.took(","):
                return tuple(order)


def opposite(tree: Tree) -> Tree:
    """Push a NOT inwards, as Jira does: an empty field satisfies neither a clause nor its NOT."""
    if isinstance(tree, Clause):
        return replace(tree, operator=OPPOSITE[tree.operator])
    return Group(not tree.every, tuple(opposite(part) for part in tree.parts))
